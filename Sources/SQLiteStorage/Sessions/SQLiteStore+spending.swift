// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import JOSE

extension SQLiteStore {
    /// Spends the session's refresh token in favour of the next one, or ends a session whose spent token comes again.
    ///
    /// The token's own `exp` has been judged by whoever verified it, with its leeway; here counts only whether the
    /// session has been ended.
    public func spend(
        _ presented: TokenDigest, of session: Session.ID, for next: TokenDigest,
        expiring: NumericDate, by client: Client, at now: NumericDate
    ) throws -> Spending {
        try writer.write { db in
            guard let (holder, digest) = try db.alive(session) else { return .ended }
            guard digest == presented.blob else {
                _ = try db.end(session, at: now)
                return .replayed
            }
            try db.run(
                """
                UPDATE sessions
                SET refresh_digest = ?, expires_at = ?, last_used_at = ?, address = ?, user_agent = ? WHERE id = ?
                """, [next.blob, expiring, now, client.address, client.userAgent, session])
            return try db.user(holder).map(Spending.renewed) ?? .ended
        }
    }
}

extension Database {
    /// Whose session it is and which refresh token counts, where neither has ended.
    fileprivate func alive(_ session: Session.ID) throws -> (User.ID, Data)? {
        try row(
            """
            SELECT s.user_id, s.refresh_digest FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = ? AND s.ended_at IS NULL AND u.disabled = 0
            """, [session]
        ).map { ($0[0], $0[1]) }
    }
}

extension TokenDigest {
    var blob: Data { Data(bytes) }
}
