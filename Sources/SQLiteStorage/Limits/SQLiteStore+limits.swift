// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Counts one attempt against every limit of `charges`, or, where one of them is used up, counts none.
    public func charge(
        _ charges: [RateCharge], noting entry: AuditEntry?, at now: NumericDate
    ) throws -> RateVerdict {
        guard !charges.isEmpty else { return .allowed(nil) }
        // Asked without the write lock first: a flood of attempts that are refused writes nothing and locks nobody out.
        if let window = try readers.read({ try $0.windows(of: charges, at: now).exhausted }) {
            return .refused(window)
        }
        return try writer.write { db in
            let windows = try db.windows(of: charges, at: now)
            if let window = windows.exhausted { return .refused(window) }
            // Each attempt clears away more than it can leave behind, whether anybody runs a purge or not.
            _ = try db.removeEndedWindows(at: now, limit: charges.count + 1)
            let tightest = try windows.map { try db.count($0) }.tightest
            if let entry, tightest?.remaining == 0 { try db.merge(entry, at: now) }
            return .allowed(tightest)
        }
    }

    /// Takes back one attempt from each of `charges`, in the window that was open at `now`.
    public func refund(_ charges: [RateCharge], at now: NumericDate) throws {
        guard !charges.isEmpty else { return }
        try writer.write { db in
            for charge in charges.distinct {
                try db.run(
                    """
                    UPDATE rate_windows SET used = used - 1
                    WHERE subject = ? AND scope = ? AND attempts = ? AND seconds = ?
                        AND used > 0 AND ends_at > ? AND ends_at - seconds <= ?
                    """, charge.key + [now, now])
            }
        }
    }

    /// The windows that are used up at `now`, those that end first before the others.
    public func exhausted(at now: NumericDate) throws -> [RateWindow] {
        try readers.read { try $0.exhaustedWindows(at: now) }
    }

    /// Forgets every window of these subjects and says how many there were.
    @discardableResult
    public func lift(_ subjects: Set<String>, noting entry: AuditEntry, at now: NumericDate) throws -> Int {
        try writer.write { db in
            let count = try subjects.reduce(0) {
                try $0 + db.run("DELETE FROM rate_windows WHERE subject = ?", [$1])
            }
            if count > 0 { try db.record(entry, at: now) }
            return count
        }
    }
}

extension [RateCharge] {
    /// Each charge once: a limit that is written twice has not made one attempt count for two.
    fileprivate var distinct: [RateCharge] {
        var seen: Set<RateCharge> = []
        return filter { seen.insert($0).inserted }
    }
}
