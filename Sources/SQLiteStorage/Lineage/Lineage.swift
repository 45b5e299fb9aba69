// SPDX-License-Identifier: Apache-2.0

/// Which database it is, and how far it has come: two states of one database are told apart by it, and which is older.
struct Lineage: Sendable, Equatable {
    /// What the database has in common with its copies and with nothing else: 16 random bytes.
    let name: [UInt8]

    /// How many deeds it has seen that must not be undone.
    let progress: Int64

    /// Whether this is a later state of the same database, or the same state.
    func continues(_ former: Lineage) -> Bool {
        name == former.name && progress >= former.progress
    }
}

extension Lineage {
    private static let label = "gatehouse lineage "

    /// How many bytes ``text`` has, always.
    static let length = label.utf8.count + 32 + 1 + 19 + 1

    /// A line for a file, which people can read too.
    var text: [UInt8] {
        let name = name.map { Self.padded(String($0, radix: 16), to: 2) }.joined()
        return Array("\(Self.label)\(name) \(Self.padded(String(progress), to: 19))\n".utf8)
    }

    /// What such a line says; nil for any other.
    init?(_ text: [UInt8]) {
        let words = String(decoding: text, as: UTF8.self).dropFirst(Self.label.count).split(separator: " ")
        guard words.count == 2, let progress = Int64(words[1].dropLast()) else { return nil }
        let digits = Array(words[0])
        name = stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        self.progress = progress
        // Whatever is spelled another way was not written here.
        guard self.text == text else { return nil }
    }

    private static func padded(_ digits: String, to count: Int) -> String {
        String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
