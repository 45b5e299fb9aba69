// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// All roles, in the order of their names.
    public func roles() throws -> [Role] {
        try readers.read { db in
            try db.rows("SELECT \(RoleRow.columns) FROM roles r ORDER BY r.name").map(RoleRow.role)
        }
    }

    /// Makes the role, or gives it exactly these permissions; `admin` keeps `*` and nothing else.
    public func set(_ role: RoleDefinition, by author: Author, at now: NumericDate) throws -> RoleSetting {
        try writer.write { db in
            guard try db.permits(author) else { return .forbidden }
            guard role.name != Role.admin || role.permissions == ["*"] else { return .builtIn }
            let former = try db.role(role.name)
            if let former, former.permissions == role.permissions { return .changed(former) }
            if former == nil, let other = try db.spelling(of: role.name) { return .spelledOtherwise(other) }
            try db.write(role)
            try db.record(AuditEntry(.setRole, by: author, detail: role.detail), at: now)
            guard let role = try db.role(role.name) else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
            return former == nil ? .made(role) : .changed(role)
        }
    }

    /// Deletes the role; one that users have only where `evenIfHeld`, and then they have it no longer.
    public func deleteRole(
        _ name: String, evenIfHeld: Bool, by author: Author, at now: NumericDate
    ) throws -> RoleDeletion {
        try writer.write { db in
            guard try db.permits(author) else { return .forbidden }
            guard let role = try db.role(name) else { return .unknownRole }
            guard !role.isBuiltIn else { return .builtIn }
            guard evenIfHeld || role.holders == 0 else { return .held(role) }
            try db.takeFromAll(role, by: author, at: now)
            try db.run("DELETE FROM roles WHERE name = ?", [name])
            try db.record(AuditEntry(.deleteRole, by: author, detail: name), at: now)
            return .deleted(role)
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

    fileprivate func role(_ name: String) throws -> Role? {
        try row("SELECT \(RoleRow.columns) FROM roles r WHERE r.name = ?", [name]).map(RoleRow.role)
    }

    /// How the name is spelled by the role that has it, be it in other letters.
    ///
    /// Two roles that only case tells apart would be mistaken for each other by people, and by what is behind the gate.
    fileprivate func spelling(of name: String) throws -> String? {
        try row("SELECT name FROM roles WHERE name = ? COLLATE NOCASE", [name]).map { $0[0] }
    }

    fileprivate func write(_ role: RoleDefinition) throws {
        try run("INSERT INTO roles (name) VALUES (?) ON CONFLICT DO NOTHING", [role.name])
        try run("DELETE FROM role_permissions WHERE role = ?", [role.name])
        for permission in role.permissions {
            try run("INSERT INTO role_permissions (role, permission) VALUES (?, ?)", [role.name, permission])
        }
    }

    /// Takes the role from all who have it, with a line for each: who asks later what became of a user finds it.
    fileprivate func takeFromAll(_ role: Role, by author: Author, at now: NumericDate) throws {
        let holders = try rows(
            """
            SELECT \(UserRow.columns) FROM users u JOIN user_roles h ON h.user_id = u.id
            WHERE h.role = ? ORDER BY u.id
            """, [role.name]
        ).map(UserRow.user)
        try run("DELETE FROM user_roles WHERE role = ?", [role.name])
        for user in holders {
            let left = user.roles.filter { $0 != role.name }
            try record(AuditEntry(.changeRoles, by: author, to: user.name, detail: left.detail), at: now)
        }
    }
}

/// How a role stands in a row: one statement, so that name and permissions are of the same moment.
private enum RoleRow {
    static let columns = """
        r.name, r.built_in, (SELECT group_concat(permission) FROM role_permissions WHERE role = r.name),
        (SELECT count(*) FROM user_roles WHERE role = r.name)
        """

    static func role(_ row: Row) -> Role {
        let permissions: String? = row[2]
        return Role(
            name: row[0], permissions: permissions?.split(separator: ",").map(String.init).sorted() ?? [],
            isBuiltIn: row[1], holders: row[3])
    }
}
