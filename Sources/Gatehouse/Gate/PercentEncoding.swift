// SPDX-License-Identifier: Apache-2.0

import Basics

extension String {
    /// The text with every byte percent-encoded but letters, digits and `-._~@` (RFC 3986 §2.1).
    ///
    /// `+` is encoded as well, so that whoever decodes it as a form's value reads the same.
    var percentEncoded: String {
        if utf8.allSatisfy(Self.isPlain) { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count * 3)
        for byte in utf8 {
            guard !Self.isPlain(byte) else {
                bytes.append(byte)
                continue
            }
            bytes += [UInt8(ascii: "%"), Self.digit(byte >> 4), Self.digit(byte & 15)]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte.isAlphanumeric(or: "-._~@") }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
