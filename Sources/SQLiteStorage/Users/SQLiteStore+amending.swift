// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Changes the user's roles, or whether they are disabled, or both; to disable ends all their sessions.
    public func amend(
        _ user: User.ID, _ amendment: UserAmendment, by author: Author, at now: NumericDate
    ) throws -> UserChange {
        try writer.write { db in
            guard try db.permits(author) else { return .forbidden }
            guard let former = try db.user(user) else { return .unknownUser }
            if let role = try db.unknownRole(in: amendment.roles ?? []) { return .unknownRole(role) }
            if amendment.endsAdministration, try db.isLastAdministrator(user) { return .lastAdministrator }
            if let roles = amendment.roles, roles != former.roles {
                try db.setRoles(of: former, to: roles, by: author, at: now)
            }
            if let isDisabled = amendment.isDisabled, isDisabled != former.isDisabled {
                try db.setDisabled(former, to: isDisabled, by: author, at: now)
            }
            return try db.change(of: user)
        }
    }

    /// Deletes the user with all their sessions.
    public func delete(_ user: User.ID, by author: Author, at now: NumericDate) throws -> UserChange {
        try writer.write { db in
            guard try db.permits(author) else { return .forbidden }
            guard let former = try db.user(user) else { return .unknownUser }
            if try db.isLastAdministrator(user) { return .lastAdministrator }
            try db.run("DELETE FROM users WHERE id = ?", [user])
            try db.record(AuditEntry(.delete, by: author, to: former.name), at: now)
            return .changed(former)
        }
    }
}

extension Database {
    /// Whether the author still has the role by which they act, in a session that is alive; one who acts by none may.
    func permits(_ author: Author) throws -> Bool {
        guard let role = author.role else { return true }
        return try holds(
            """
            SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id JOIN user_roles r ON r.user_id = u.id
            WHERE s.id = ? AND s.ended_at IS NULL AND u.disabled = 0 AND r.role = ?
            """, [author.session, role])
    }

    fileprivate func setRoles(of user: User, to roles: [String], by author: Author, at now: NumericDate) throws {
        try run("DELETE FROM user_roles WHERE user_id = ?", [user.id])
        try give(roles, to: user.id)
        try record(AuditEntry(.changeRoles, by: author, to: user.name, detail: roles.detail), at: now)
    }

    fileprivate func setDisabled(
        _ user: User, to isDisabled: Bool, by author: Author, at now: NumericDate
    ) throws {
        try run("UPDATE users SET disabled = ? WHERE id = ?", [isDisabled, user.id])
        if isDisabled { try endSessions(of: user.id, keeping: nil, at: now) }
        try record(AuditEntry(isDisabled ? .disable : .enable, by: author, to: user.name), at: now)
    }
}
