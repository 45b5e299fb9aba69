// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Name-value pairs as FastCGI encodes them (FastCGI Specification 1.0 §3.4), looked at but not kept.
struct NameValuePairs {
    /// How many there are.
    private(set) var count = 0
    /// Whether libfcgi's C strings can hold them unchanged: no name has `=` or NUL, no value NUL.
    ///
    /// It reads the name `REMOTE_USER=x` as the variable REMOTE_USER, and cuts at a NUL.
    private(set) var areTextual = true

    /// The pairs of a whole stream; nil when a length reaches beyond its end.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset < bytes.count {
            guard let name = Self.length(bytes, &offset), let value = Self.length(bytes, &offset),
                name <= bytes.count - offset, value <= bytes.count - offset - name
            else { return nil }
            let content = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + name + value])
            areTextual = areTextual && !Self.has(0, content) && !Self.has(UInt8(ascii: "="), content.prefix(name))
            offset += content.count
            count += 1
        }
    }

    /// One byte below 128, else four of which the first bit is no part.
    private static func length(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int) -> Int? {
        guard offset < bytes.count else { return nil }
        guard bytes[offset] & 0x80 != 0 else {
            offset += 1
            return Int(bytes[offset - 1])
        }
        guard bytes.count - offset >= 4 else { return nil }
        offset += 4
        return Int(bytes[offset - 4] & 0x7f) << 24 | Int(bytes[offset - 3]) << 16 | Int(bytes[offset - 2]) << 8
            | Int(bytes[offset - 1])
    }

    private static func has(_ byte: UInt8, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        return memchr(start, Int32(byte), bytes.count) != nil
    }

    private static func has(_ byte: UInt8, _ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        has(byte, UnsafeRawBufferPointer(rebasing: bytes))
    }
}
