// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Gives the user exactly these roles.
    public func setRoles(
        of user: User.ID, to roles: [String], by author: Author, at now: NumericDate
    ) throws -> UserChange {
        try writer.write { db in
            guard try db.user(user) != nil else { return .unknownUser }
            if let role = try db.unknownRole(in: roles) { return .unknownRole(role) }
            if !roles.contains(Role.admin), try db.isLastAdministrator(user) { return .lastAdministrator }
            try db.run("DELETE FROM user_roles WHERE user_id = ?", [user])
            try db.give(roles, to: user)
            return try db.recorded(
                db.change(of: user), as: .changeRoles, by: author, detail: roles.detail, at: now)
        }
    }

    /// Whether one of the user's roles grants `permission`.
    public func user(_ user: User.ID, holds permission: Permission) throws -> Bool {
        let names = permission.grantedBy
        let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
        return try readers.read { db in
            try db.holds(
                """
                SELECT 1 FROM user_roles u JOIN role_permissions p ON p.role = u.role
                WHERE u.user_id = ? AND p.permission IN (\(marks))
                """, [user] + StatementArguments(names))
        }
    }
}

extension Database {
    /// The first of the names that no role has.
    func unknownRole(in roles: [String]) throws -> String? {
        try roles.first { try !holds("SELECT 1 FROM roles WHERE name = ?", [$0]) }
    }

    func give(_ roles: [String], to user: User.ID) throws {
        for role in Set(roles).sorted() {
            try run("INSERT INTO user_roles (user_id, role) VALUES (?, ?)", [user, role])
        }
    }

    /// Whether this user is an administrator who can log in, and there is no other such.
    ///
    /// Asked within the transaction that would change it: two administrators who demote each other at once cannot
    /// both still be told that the other one is left.
    func isLastAdministrator(_ user: User.ID) throws -> Bool {
        let administrators = try rows(
            """
            SELECT u.id FROM user_roles r JOIN users u ON u.id = r.user_id
            WHERE r.role = ? AND u.disabled = 0 ORDER BY u.id = ? DESC LIMIT 2
            """, [Role.admin, user])
        return administrators.count == 1 && administrators[0][0] == user
    }
}
