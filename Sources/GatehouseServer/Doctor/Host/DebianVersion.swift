// SPDX-License-Identifier: Apache-2.0

/// The version of a Debian package, ordered as dpkg orders them (deb-version(7)).
struct DebianVersion: Sendable, Equatable, CustomStringConvertible {
    let description: String
    private let epoch: Int
    private let upstream: String
    private let revision: String

    init(_ text: String) {
        description = text
        let parts = text.split(separator: ":", maxSplits: 1)
        let rest = parts.count == 2 ? parts[1] : text[...]
        epoch = parts.count == 2 ? Int(parts[0]) ?? 0 : 0
        let hyphen = rest.lastIndex(of: "-")
        upstream = String(rest[..<(hyphen ?? rest.endIndex)])
        revision = hyphen.map { String(rest[rest.index(after: $0)...]) } ?? ""
    }

    /// The number of a stable release's update: 11 of `1.22.1-9+deb12u11`; nil where it is none of that release.
    func update(of release: String) -> Int? {
        guard let tag = revision.firstRange(of: "+\(release)u") else { return nil }
        return Int(revision[tag.upperBound...].prefix(while: \.isNumber))
    }
}

extension DebianVersion: Comparable {
    static func < (a: DebianVersion, b: DebianVersion) -> Bool {
        if a.epoch != b.epoch { return a.epoch < b.epoch }
        let order = compare(a.upstream, b.upstream)
        return order == 0 ? compare(a.revision, b.revision) < 0 : order < 0
    }

    /// Compares by turns what is no digit, and numbers.
    private static func compare(_ a: String, _ b: String) -> Int {
        var (a, b) = (Array(a.utf8)[...], Array(b.utf8)[...])
        while !a.isEmpty || !b.isEmpty {
            while a.first.map({ !isDigit($0) }) ?? false || b.first.map({ !isDigit($0) }) ?? false {
                let (x, y) = (rank(a.first), rank(b.first))
                if x != y { return x - y }
                (a, b) = (a.dropFirst(), b.dropFirst())
            }
            let (x, y) = (number(&a), number(&b))
            if x != y { return x < y ? -1 : 1 }
        }
        return 0
    }

    /// A tilde comes before the end, and that before letters, and those before everything else.
    private static func rank(_ byte: UInt8?) -> Int {
        guard let byte, !isDigit(byte) else { return 0 }
        if byte == UInt8(ascii: "~") { return -1 }
        let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
        return isLetter ? Int(byte) : Int(byte) + 256
    }

    private static func number(_ text: inout ArraySlice<UInt8>) -> Int {
        let digits = text.prefix(while: isDigit)
        text = text.dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
