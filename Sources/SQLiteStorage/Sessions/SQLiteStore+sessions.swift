// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// How many sessions of one user can be alive; to open another ends the one that was unused for the longest time.
    public static let sessionsPerUser = 100

    /// Opens a session for a user who is enabled and whose hash still is `verified`.
    public func open(_ session: Session, verified passwordHash: String) throws -> Opening {
        try writer.write { db in
            guard
                try db.holds(
                    "SELECT 1 FROM users WHERE id = ? AND disabled = 0 AND password_hash = ?",
                    [session.userID, passwordHash])
            else { return .refused }
            guard let user = try db.user(session.userID) else { return .refused }
            let author = Author.user(user, in: session.id, from: session.client)
            for surplus in try db.surplus(beside: session) {
                _ = try db.end(surplus, at: session.createdAt)
                let entry = AuditEntry(
                    .endSession, by: author, to: user.name, in: surplus, detail: "to make room for another")
                try db.record(entry, at: session.createdAt)
            }
            try db.insert(session)
            try db.record(AuditEntry(.login, by: author, to: user.name, in: session.id), at: session.createdAt)
            return .opened(user)
        }
    }

    /// Ends the session, of whomever it is or of `owner` alone; false where it had ended, is another's, or never was.
    @discardableResult
    public func end(
        _ session: Session.ID, of owner: User.ID?, as action: AuditAction, by author: Author, at now: NumericDate
    ) throws -> Bool {
        try writer.write { db in
            let holder = try db.row(
                """
                SELECT u.id, u.name FROM sessions s JOIN users u ON u.id = s.user_id
                WHERE s.id = ? AND s.ended_at IS NULL
                """, [session])
            guard let holder, owner == nil || holder[0] == owner else { return false }
            _ = try db.end(session, at: now)
            let name: String = holder[1]
            // Whoever has shown a token of the session is its holder.
            let known = author.session == session ? author.known(as: name) : author
            try db.record(AuditEntry(action, by: known, to: name, in: session), at: now)
            return true
        }
    }

    /// Ends all sessions of the user but `kept` and says how many there were.
    public func endSessions(
        of user: User.ID, keeping kept: Session.ID?, as action: AuditAction, by author: Author, at now: NumericDate
    ) throws -> Revocation {
        try writer.write { db in
            guard try db.permits(author) else { return .forbidden }
            guard let holder = try db.user(user) else { return .unknownUser }
            let count = try db.endSessions(of: user, keeping: kept, at: now)
            try db.record(AuditEntry(action, by: author, to: holder.name, detail: .sessions(count)), at: now)
            return .ended(count)
        }
    }

    /// The sessions of the user that are alive, those that were used last before the others.
    public func sessions(of user: User.ID, at now: NumericDate) throws -> [OpenSession] {
        try readers.read { db in
            try db.rows(
                """
                SELECT id, created_at, last_used_at, expires_at, address, user_agent FROM sessions
                WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY last_used_at DESC, id
                """, [user, now]
            ).map { row in
                OpenSession(
                    id: row[0], createdAt: row[1], lastUsedAt: row[2], expiresAt: row[3],
                    client: Client(address: row[4], userAgent: row[5]))
            }
        }
    }

    /// The user whose session this is, as they are now, or nil; see ``UserQuestion``.
    public func user(of session: Session.ID) throws -> User? {
        try readers.user(of: session)
    }

    /// The same, with a mark by which ``isCurrent(_:)`` tells later whether it still holds; see ``UserChanges``.
    public func sighting(of session: Session.ID) throws -> Sighting? {
        guard let changes else { return try user(of: session).map { Sighting(user: $0, mark: nil) } }
        return try changes.sighting { try readers.user(of: session) }
    }

    /// Whether nothing has changed about the users of the mark since, by whatever process.
    public func isCurrent(_ mark: Mark) -> Bool {
        changes?.isCurrent(mark) ?? false
    }
}

extension Database {
    fileprivate func insert(_ session: Session) throws {
        try run(
            """
            INSERT INTO sessions
                (id, user_id, refresh_digest, created_at, last_used_at, expires_at, address, user_agent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                session.id, session.userID, session.refreshDigest.blob, session.createdAt, session.createdAt,
                session.expiresAt, session.client.address, session.client.userAgent,
            ])
    }

    /// The sessions of the user that are too many once there is this one too.
    ///
    /// Asked before it is there: were the clock behind, it would itself seem the oldest.
    fileprivate func surplus(beside session: Session) throws -> [Session.ID] {
        try rows(
            """
            SELECT id FROM sessions WHERE user_id = ? AND ended_at IS NULL
            ORDER BY last_used_at DESC LIMIT -1 OFFSET ?
            """, [session.userID, SQLiteStore.sessionsPerUser - 1]
        ).map { $0[0] }
    }

    func end(_ session: Session.ID, at now: NumericDate) throws -> Bool {
        try run("UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL", [now, session]) > 0
    }

    @discardableResult
    func endSessions(of user: User.ID, keeping kept: Session.ID?, at now: NumericDate) throws -> Int {
        try run(
            "UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL AND id IS NOT ?",
            [now, user, kept])
    }

    /// Removes at most `limit` sessions whose last token had expired by `then`, and says how many.
    func removeExpiredSessions(at then: NumericDate, limit: Int) throws -> Int {
        try run(
            """
            DELETE FROM sessions WHERE id IN
                (SELECT id FROM sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT max(?, 0))
            """, [then, limit])
    }
}
