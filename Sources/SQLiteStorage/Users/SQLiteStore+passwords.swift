// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// What is needed to check a password, or nil.
    public func credentials(for name: Username) throws -> Credentials? {
        try readers.read { db in
            try db.row("SELECT id, password_hash, disabled FROM users WHERE name_key = ?", [name.key]).map { row in
                Credentials(userID: row[0], passwordHash: row[1], isDisabled: row[2])
            }
        }
    }

    /// Puts `new` in the place of `old`, where that still is the hash.
    public func rehash(_ user: User.ID, from old: String, to new: String) throws {
        try writer.write { db in
            _ = try db.run(
                "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?", [new, user, old])
        }
    }

    /// Gives the user another password and ends all their sessions but `kept`.
    public func setPassword(
        of user: User.ID, from old: String?, to new: String, keeping kept: Session.ID?, by author: Author,
        at now: NumericDate
    ) throws -> UserChange {
        try writer.write { db in
            guard
                let present = try String.fetchOne(
                    db, sql: "SELECT password_hash FROM users WHERE id = ?", arguments: [user])
            else { return .unknownUser }
            guard try kept.map({ try db.holder(of: $0)?.user.id == user }) ?? true else { return .sessionEnded }
            guard old == nil || old == present else { return .stale }
            try db.run("UPDATE users SET password_hash = ? WHERE id = ?", [new, user])
            let ended = try db.endSessions(of: user, keeping: kept, at: now)
            return try db.recorded(
                db.change(of: user), as: .changePassword, by: author, detail: .sessions(ended), at: now)
        }
    }
}
