// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension Database {
    /// The windows as they stand before an attempt; one that has not begun, or that is void, begins now.
    ///
    /// A window that ends later than its length from now was begun before the clock stepped back: it is void, or it
    /// would shut people out for as long as the clock was wrong.
    func windows(of charges: [RateCharge], at now: NumericDate) throws -> [RateWindow] {
        try charges.map { charge in
            let row = try row(
                """
                SELECT used, ends_at FROM rate_windows
                WHERE subject = ? AND scope = ? AND attempts = ? AND seconds = ?
                    AND ends_at > ? AND ends_at - seconds <= ?
                """, charge.key + [now, now])
            return RateWindow(
                charge: charge, used: row?[0] ?? 0, resetsAt: row?[1] ?? now + charge.limit.seconds)
        }
    }

    /// The windows that are used up, those that end first before the others.
    func exhaustedWindows(at now: NumericDate) throws -> [RateWindow] {
        try rows(
            """
            SELECT subject, scope, attempts, seconds, used, ends_at FROM rate_windows
            WHERE used >= attempts AND ends_at > ? AND ends_at - seconds <= ? ORDER BY ends_at, subject, scope
            """, [now, now]
        ).map(RateWindow.init)
    }

    /// Counts one attempt and returns the window after it.
    func count(_ window: RateWindow) throws -> RateWindow {
        let used = window.charge.limit.attempts - window.remaining + 1
        try run(
            """
            INSERT OR REPLACE INTO rate_windows (subject, scope, attempts, seconds, used, ends_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """, window.charge.key + [used, window.resetsAt])
        return RateWindow(charge: window.charge, used: used, resetsAt: window.resetsAt)
    }

    /// Removes at most `limit` windows that have ended, and says how many.
    func removeEndedWindows(at now: NumericDate, limit: Int) throws -> Int {
        try removeWindows(where: "ends_at <= ? ORDER BY ends_at", now, limit)
    }

    /// Removes at most `limit` windows that began when the clock was ahead, and says how many.
    func removeVoidWindows(at now: NumericDate, limit: Int) throws -> Int {
        try removeWindows(where: "ends_at - seconds > ?", now, limit)
    }

    private func removeWindows(where condition: String, _ now: NumericDate, _ limit: Int) throws -> Int {
        try run(
            """
            DELETE FROM rate_windows WHERE (subject, scope, attempts, seconds) IN
                (SELECT subject, scope, attempts, seconds FROM rate_windows WHERE \(condition) LIMIT max(?, 0))
            """, [now, limit])
    }
}

extension RateWindow {
    /// A window in which so many attempts are used up.
    init(charge: RateCharge, used: Int, resetsAt: NumericDate) {
        self.init(charge: charge, remaining: max(0, charge.limit.attempts - used), resetsAt: resetsAt)
    }

    init(_ row: Row) {
        let limit = RateLimit(attempts: row[2], seconds: row[3])
        self.init(charge: RateCharge(scope: row[1], subject: row[0], limit: limit), used: row[4], resetsAt: row[5])
    }
}

extension [RateWindow] {
    /// Of those that are used up the one that ends last, or nil.
    var exhausted: RateWindow? {
        filter { $0.remaining == 0 }.max { $0.resetsAt < $1.resetsAt }
    }

    /// The one with the fewest attempts left, and of such the one that ends last.
    var tightest: RateWindow? {
        self.min { ($0.remaining, -$0.resetsAt) < ($1.remaining, -$1.resetsAt) }
    }
}

extension RateCharge {
    /// What a window is found by.
    var key: StatementArguments { [subject, scope, limit.attempts, limit.seconds] }
}
