// SPDX-License-Identifier: Apache-2.0

import Basics

/// The name of a line's member, as each form of a line spells it: those of requests are spelled once.
struct MemberName: Sendable {
    /// Before its value in words.
    let words: [UInt8]

    /// Before its value in an object of JSON.
    let json: [UInt8]

    /// As the name of a field of the journal: 64 bytes at most of `A` to `Z`, digits and `_`.
    ///
    /// Names that differ in other characters alone are one field: of `cart.items` and `cart_items` it has both values.
    let field: [UInt8]

    /// Ours are short, those of an application's statements may not be.
    init(_ name: String) {
        let limit = 64
        words = Array((name.printable.clipped(to: limit) + "=").utf8)
        var spelled = ByteWriter(capacity: limit)
        spelled.append(",\"")
        spelled.append(escaping: name, to: limit)
        spelled.append("\":")
        json = spelled.bytes()
        field = ("GATEHOUSE_" + name).utf8.prefix(limit).map(Self.fieldLetter)
    }

    private static func fieldLetter(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & ~0x20
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        default: UInt8(ascii: "_")
        }
    }
}

extension MemberName: ExpressibleByStringLiteral {
    init(stringLiteral name: String) {
        self.init(name)
    }
}
