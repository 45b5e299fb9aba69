// SPDX-License-Identifier: Apache-2.0

/// The names of the roles that every database has and that cannot be deleted.
public enum Role {
    /// May do everything, the administration of other users among it.
    public static let admin = "admin"

    /// What everyone who registers is.
    public static let user = "user"

    /// Whether `name` may name a role: 1 to 64 ASCII letters, digits, `_`, `.` or `-`, a letter or a digit first.
    ///
    /// The letters are narrow on purpose: role names travel in headers, in comma lists and in nginx's files.
    public static func isWellFormed(_ name: String) -> Bool {
        let bytes = name.utf8
        guard (1...64).contains(bytes.count), let first = bytes.first, isAlphanumeric(first) else { return false }
        return bytes.allSatisfy { isAlphanumeric($0) || "_.-".utf8.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
