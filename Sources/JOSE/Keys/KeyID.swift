// SPDX-License-Identifier: Apache-2.0

/// The rule for a `kid`: it is looked up in a table, and could not be a path, an address or a statement if it tried.
enum KeyID {
    /// Whether `id` matches `^[A-Za-z0-9_-]{1,64}$`.
    static func isValid(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
