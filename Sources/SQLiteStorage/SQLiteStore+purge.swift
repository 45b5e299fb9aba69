// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Removes at most `limit` rows of each kind that can no longer matter; sessions and lines of the audit only where
    /// the clock is believed.
    public func purge(
        at now: NumericDate, margin: Int64, auditAge: Int64, limit: Int, by author: Author
    ) throws -> Removal {
        try writer.write { db in
            let leap = try db.leap(at: now)
            var count =
                try db.removeAnswers(at: now, limit: limit)
                + db.removeEndedWindows(at: now, limit: limit)
                + db.removeVoidWindows(at: now, limit: limit)
            if leap == nil {
                count +=
                    try db.removeExpiredSessions(at: now - margin, limit: limit)
                    + db.removeAudit(before: now - auditAge, limit: limit)
            } else {
                try db.postponePurge(by: author, at: now)
            }
            if count > 0 { try db.merge(AuditEntry(.purge, by: author, count: count), at: now) }
            return Removal(count: count, leap: leap)
        }
    }
}
