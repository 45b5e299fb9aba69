// SPDX-License-Identifier: Apache-2.0

extension UInt8 {
    /// Whether it is a letter or a digit in ASCII, or one of `others`.
    @inlinable
    package func isAlphanumeric(or others: String = "") -> Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: others.utf8.contains(self)
        }
    }
}
