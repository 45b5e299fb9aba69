// SPDX-License-Identifier: Apache-2.0

import Testing

/// The fields of a datagram in the journal's native protocol, read as journald does, in their order.
struct JournalFields {
    private(set) var all: [(name: String, value: [UInt8])] = []

    /// - Throws: where there is anything in it that journald would pass over.
    init(_ datagram: [UInt8]) throws {
        var rest = datagram[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(line.count + 1)
            if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                all.append((try Self.name(line[..<equals]), Array(line[(equals + 1)...])))
            } else {
                let count = try Self.length(rest.prefix(8))
                rest = rest.dropFirst(8)
                all.append((try Self.name(line), Array(rest.prefix(count))))
                try #require(rest.dropFirst(count).first == UInt8(ascii: "\n"))
                rest = rest.dropFirst(count + 1)
            }
        }
    }

    private static func length(_ bytes: ArraySlice<UInt8>) throws -> Int {
        try #require(bytes.count == 8)
        return Int(bytes.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }

    private static func name(_ bytes: ArraySlice<UInt8>) throws -> String {
        let name = String(decoding: bytes, as: UTF8.self)
        try #require((1...64).contains(bytes.count), "\(name)")
        try #require(name.wholeMatch(of: #/[A-Z][A-Z0-9_]*/#) != nil, "\(name)")
        return name
    }

    /// The value of the only field of that name.
    subscript(name: String) -> String? {
        let values = all.filter { $0.name == name }.map(\.value)
        return values.count == 1 ? String(decoding: values[0], as: UTF8.self) : nil
    }
}
