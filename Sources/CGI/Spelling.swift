// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes.
    func isSpelled(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count, let start = baseAddress, let otherStart = other.baseAddress else {
            return isEmpty && other.isEmpty
        }
        return memcmp(start, otherStart, count) == 0
    }

    func isSpelled(_ literal: StaticString) -> Bool { isSpelled(literal.bytes) }

    /// Whether both name the same field; case does not count (RFC 9110 §5.1).
    func isFieldName(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where Self.lowercase(self[index]) != Self.lowercase(other[index]) { return false }
        return true
    }

    func isFieldName(_ literal: StaticString) -> Bool { isFieldName(literal.bytes) }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }
}
