// SPDX-License-Identifier: Apache-2.0

import Basics

/// A role as the store knows it now: a name, and what whoever has it may do.
public struct Role: Sendable, Equatable {
    /// May do everything, the administration of other users among it.
    public static let admin = "admin"

    /// What everyone who registers is.
    public static let user = "user"

    /// The name, in exactly these letters.
    public let name: String

    /// What the role allows, in alphabetical order, as ``Permission`` spells it.
    public let permissions: [String]

    /// Whether every database has the role, which can then not be deleted.
    public let isBuiltIn: Bool

    /// How many users have it.
    public let holders: Int

    /// Makes the value that a store hands out.
    public init(name: String, permissions: [String], isBuiltIn: Bool, holders: Int) {
        self.name = name
        self.permissions = permissions
        self.isBuiltIn = isBuiltIn
        self.holders = holders
    }
}

extension Role {
    /// The most roles that a user may have: their names travel in every token, and a cookie holds 4096 bytes.
    public static let maximumPerUser = 32

    /// Whether `name` may name a role: 1 to 64 ASCII letters, digits, `_`, `.` or `-`, a letter or a digit first.
    ///
    /// The letters are narrow on purpose: role names travel in headers, in comma lists and in nginx's files.
    public static func isWellFormed(_ name: String) -> Bool {
        let bytes = name.utf8
        guard (1...64).contains(bytes.count), let first = bytes.first, first.isAlphanumeric() else { return false }
        return bytes.allSatisfy { $0.isAlphanumeric(or: "_.-") }
    }

    /// The names as the roles that a user is to have: each once, in alphabetical order.
    ///
    /// - Throws: ``RoleFault/name(_:)``, ``RoleFault/tooManyRoles``.
    public static func names(_ names: [String]) throws(RoleFault) -> [String] {
        for name in names where !isWellFormed(name) { throw .name(name) }
        let distinct = Set(names)
        guard distinct.count <= maximumPerUser else { throw .tooManyRoles }
        return distinct.sorted()
    }
}
