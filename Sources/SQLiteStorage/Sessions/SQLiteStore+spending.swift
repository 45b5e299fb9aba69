// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import JOSE

extension SQLiteStore {
    /// Whose session it is, as they are now, and since when; nil as with ``user(of:)``.
    public func holder(of session: Session.ID) throws -> Holder? {
        try readers.read { try $0.holder(of: session) }
    }

    /// Whether the token would be spent or answered, as ``spend(_:of:for:to:by:at:)`` has it.
    public func accepts(_ presented: TokenDigest, of session: Session.ID, at now: NumericDate) throws -> Bool {
        try readers.read { db in
            guard let (_, digest) = try db.alive(session) else { return false }
            return try digest == presented.blob || db.answer(to: presented, of: session, now: digest, at: now) != nil
        }
    }

    /// Spends the session's refresh token in favour of the next one, or ends a session whose spent token comes again.
    ///
    /// The token's own `exp` has been judged by whoever verified it, with its leeway; here counts only whether the
    /// session has been ended.
    public func spend(
        _ presented: TokenDigest, of session: Session.ID, for next: Successor, to holder: Holder, by client: Client,
        at now: NumericDate
    ) throws -> Spending {
        try writer.write { db in
            guard let (present, digest) = try db.alive(session) else { return .ended }
            guard digest == presented.blob else {
                if let answer = try db.answer(to: presented, of: session, now: digest, at: now) {
                    return .repeated(answer)
                }
                _ = try db.end(session, at: now)
                let thief = Author.stranger(client)
                try db.record(
                    AuditEntry(.refresh, .replayed, by: thief, to: present.user.name, in: session), at: now)
                return .replayed
            }
            guard present == holder else { return .outdated(present) }
            try db.renew(session, with: next, by: client, at: now)
            try db.keep(next, for: presented, of: session, at: now)
            return .renewed(present.user)
        }
    }
}

extension Database {
    /// Whose session it is, where that has not ended and the user is enabled.
    func holder(of session: Session.ID) throws -> Holder? { try alive(session)?.0 }

    /// Whose session it is and which refresh token counts, where neither has ended; by one statement, so that all of it
    /// is of the same moment.
    fileprivate func alive(_ session: Session.ID) throws -> (Holder, Data)? {
        try row(
            """
            SELECT \(UserRow.columns), s.created_at, s.refresh_digest FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = ? AND s.ended_at IS NULL AND u.disabled = 0
            """, [session]
        ).map { (Holder(user: UserRow.user($0), since: $0[5]), $0[6]) }
    }

    fileprivate func renew(
        _ session: Session.ID, with next: Successor, by client: Client, at now: NumericDate
    ) throws {
        try run(
            """
            UPDATE sessions
            SET refresh_digest = ?, expires_at = ?, last_used_at = ?, address = ?, user_agent = ? WHERE id = ?
            """, [next.digest.blob, next.expiresAt, now, client.address, client.userAgent, session])
    }
}

extension TokenDigest {
    var blob: Data { Data(bytes) }
}
