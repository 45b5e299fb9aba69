// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Adds a user with these roles unless the name is taken.
    public func add(
        _ name: Username, passwordHash: String, roles: [String], by author: Author, at now: NumericDate
    ) throws -> Addition {
        try writer.write { db in
            if try db.holds(name) { return .nameTaken }
            if let role = try db.unknownRole(in: roles) { return .unknownRole(role) }
            let id = try db.insert(name, passwordHash, roles, at: now)
            let action: AuditAction = author.name == nil ? .register : .addUser
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

    /// Disables or enables the user; to disable ends all their sessions.
    public func setDisabled(
        _ user: User.ID, to disabled: Bool, by author: Author, at now: NumericDate
    ) throws -> UserChange {
        try writer.write { db in
            if disabled, try db.isLastAdministrator(user) { return .lastAdministrator }
            try db.run("UPDATE users SET disabled = ? WHERE id = ?", [disabled, user])
            if disabled { try db.endSessions(of: user, keeping: nil, at: now) }
            return try db.recorded(db.change(of: user), as: disabled ? .disable : .enable, by: author, at: now)
        }
    }

    /// Deletes the user with all their sessions.
    public func delete(_ user: User.ID, by author: Author, at now: NumericDate) throws -> UserChange {
        try writer.write { db in
            guard let former = try db.user(user) else { return .unknownUser }
            if try db.isLastAdministrator(user) { return .lastAdministrator }
            try db.run("DELETE FROM users WHERE id = ?", [user])
            return try db.recorded(.changed(former), as: .delete, by: author, at: now)
        }
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
