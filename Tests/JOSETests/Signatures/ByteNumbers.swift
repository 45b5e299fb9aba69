// SPDX-License-Identifier: Apache-2.0

/// Arithmetic on bytes, the first of them the most significant, for signatures that no library makes.
enum ByteNumbers {
    static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// a + b, with a byte more in front where it takes one.
    static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var (result, carry) = (a, 0)
        for index in a.indices.reversed() {
            let sum = Int(a[index]) + Int(b[index]) + carry
            result[index] = UInt8(sum & 0xFF)
            carry = sum >> 8
        }
        return carry > 0 ? [UInt8(carry)] + result : result
    }

    /// a / 3; nil where 3 does not divide a.
    static func third(of a: [UInt8]) -> [UInt8]? {
        var rest = 0
        let quotient = a.map { byte in
            let digit = rest << 8 | Int(byte)
            rest = digit % 3
            return UInt8(digit / 3)
        }
        return rest == 0 ? quotient : nil
    }

    /// a - b, where a is not the smaller.
    static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var (result, borrow) = (a, 0)
        for index in a.indices.reversed() {
            let difference = Int(a[index]) - Int(b[index]) - borrow
            result[index] = UInt8(difference & 0xFF)
            borrow = difference < 0 ? 1 : 0
        }
        return result
    }
}
