// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Adds a user with these roles unless the name is taken.
    public func add(
        _ name: Username, passwordHash: String, roles: [String], as action: AuditAction, by author: Author,
        at now: NumericDate
    ) throws -> Addition {
        try writer.write { db in
            if try db.holds(name) { return .nameTaken }
            if let role = try db.unknownRole(in: roles) { return .unknownRole(role) }
            let id = try db.insert(name, passwordHash, roles, at: now)
            try db.record(AuditEntry(action, by: author, to: name.text, detail: roles.detail), at: now)
            return .added(
                User(id: id, name: name.text, roles: Set(roles).sorted(), isDisabled: false, createdAt: now))
        }
    }

    /// The user of that name, or nil.
    public func user(named name: Username) throws -> User? {
        try readers.read { db in
            try db.row("SELECT \(UserRow.columns) FROM users u WHERE u.name_key = ?", [name.key]).map(UserRow.user)
        }
    }

    /// The user of that number, or nil.
    public func user(_ id: User.ID) throws -> User? {
        try readers.read { try $0.user(id) }
    }

    /// At most `limit` users in the order of their numbers, those after `after`.
    public func users(after: User.ID, limit: Int) throws -> [User] {
        // A negative LIMIT would be none at all.
        try readers.read { db in
            try db.rows(
                "SELECT \(UserRow.columns) FROM users u WHERE u.id > ? ORDER BY u.id LIMIT max(?, 0)", [after, limit]
            ).map(UserRow.user)
        }
    }

    /// Whether the number is that of a user, or was.
    public func hasGiven(_ id: User.ID) throws -> Bool {
        try readers.read { try $0.hasNumbered(id, in: "users") }
    }
}

extension Database {
    /// Whether somebody has the name, in whatever case.
    func holds(_ name: Username) throws -> Bool {
        try holds("SELECT 1 FROM users WHERE name_key = ?", [name.key])
    }

    /// Adds a user and returns the number.
    func insert(_ name: Username, _ passwordHash: String, _ roles: [String], at now: NumericDate) throws -> User.ID {
        try run(
            "INSERT INTO users (name, name_key, password_hash, created_at) VALUES (?, ?, ?, ?)",
            [name.text, name.key, passwordHash, now])
        let id = lastInsertedRowID
        try give(roles, to: id)
        return id
    }
}
