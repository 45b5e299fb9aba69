// SPDX-License-Identifier: Apache-2.0

import Basics
import Testing

@Suite("Bytes that are written one after the other")
struct ByteWriterTests {
    @Test("are there in their order, however little room there was at first", arguments: [0, 1, 5, 64])
    func order(_ capacity: Int) {
        var writer = ByteWriter(capacity: capacity)
        writer.append(UInt8(ascii: "a"))
        writer.append("bc")
        writer.append("")
        writer.append(text: "Grüße")
        writer.append(text: "")
        writer.append(contentsOf: [0, 255])
        writer.append(contentsOf: [])
        writer.append(decimal: 42)
        #expect(writer.count == 14)
        #expect(writer.bytes() == Array("abcGrüße".utf8) + [0, 255] + Array("42".utf8))
    }

    @Test("may be very many")
    func many() {
        var writer = ByteWriter(capacity: 1)
        for number in 0..<100_000 { writer.append(UInt8(number % 251)) }
        #expect(writer.bytes() == (0..<100_000).map { UInt8($0 % 251) })
    }

    @Test("are taken back as far as they were written")
    func truncation() {
        var writer = ByteWriter(capacity: 8)
        writer.append("abcdef")
        writer.truncate(to: 6)
        writer.truncate(to: 3)
        writer.append("x")
        writer.truncate(to: 4)
        #expect(writer.bytes() == Array("abcx".utf8))
    }

    @Test("may be numbers", arguments: [0, 9, 10, 12_345, -1, -10, .max, .min] as [Int64])
    func numbers(_ number: Int64) {
        var writer = ByteWriter(capacity: 0)
        writer.append(decimal: number)
        #expect(writer.bytes() == Array("\(number)".utf8))
    }

    @Test("take in what another has written, which keeps it")
    func other() {
        var writer = ByteWriter(capacity: 1)
        var other = ByteWriter(capacity: 1)
        writer.append("a")
        writer.append(other)
        other.append("bc")
        writer.append(other)
        #expect(writer.bytes() == Array("abc".utf8))
        #expect(other.bytes() == Array("bc".utf8))
    }
}
