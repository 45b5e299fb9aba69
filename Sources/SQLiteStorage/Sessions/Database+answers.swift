// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import JOSE

/// Answers to refresh tokens that have just been spent: of a session the last one at most.
extension Database {
    /// The answer to the token that was spent last, as long as its time is and the token that it holds is unspent.
    ///
    /// The successor is compared once more: a worker of the first version spends tokens and knows of no answers. A
    /// clock that has stepped back makes no answer live longer than it was meant to.
    func answer(
        to spent: TokenDigest, of session: Session.ID, now digest: Data, at now: NumericDate
    ) throws -> [UInt8]? {
        let found = try row(
            """
            SELECT sealed FROM answers
            WHERE session_id = ? AND spent_digest = ? AND next_digest = ?
                AND until >= ? AND made_at - ? <= until - made_at
            """, [session, spent.blob, digest, now, now])
        return found.map { Array($0[0] as Data) }
    }

    /// Keeps the answer of this spending, if there is one, and forgets that of the one before.
    func keep(_ next: Successor, for spent: TokenDigest, of session: Session.ID, at now: NumericDate) throws {
        guard let answer = next.answer else {
            try run("DELETE FROM answers WHERE session_id = ?", [session])
            return
        }
        try run(
            """
            INSERT OR REPLACE INTO answers (session_id, spent_digest, next_digest, sealed, made_at, until)
            VALUES (?, ?, ?, ?, ?, ?)
            """, [session, spent.blob, next.digest.blob, Data(answer.sealed), now, answer.until])
    }

    /// Removes at most `limit` answers whose time is over, and says how many.
    func removeAnswers(at now: NumericDate, limit: Int) throws -> Int {
        try run(
            """
            DELETE FROM answers WHERE session_id IN
                (SELECT session_id FROM answers WHERE until < ? ORDER BY until LIMIT max(?, 0))
            """, [now, limit])
    }
}
