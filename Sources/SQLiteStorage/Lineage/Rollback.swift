// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// In the place of the database was an older state of it, or another one.
///
/// What had been revoked would have been good again, so all sessions that it knew were ended.
public struct Rollback: Sendable, Equatable, CustomStringConvertible {
    /// The database.
    public let path: String

    /// How many sessions were ended.
    public let sessions: Int

    /// Whether the one that was known is gone, and in its place is one in which nobody was logged in, such as a new one.
    public let isLoss: Bool

    /// The sentence for the log.
    public var description: String {
        isLoss
            ? "the database that was \(path) is gone, and a new one, or another, is in its place; to have the users of "
                + "before, stop the workers and put the newest backup of before back: restore FILE"
            : "the database \(path) is older than it was when it was last open, or another one, so all of its sessions "
                + "were ended (\(sessions)); what else has changed since, such as passwords and roles, is to be done again"
    }
}

extension Rollback {
    /// Compares the database with what its lock file says of it, and ends its sessions where it is not at least as far;
    /// nil where it is.
    ///
    /// The caller holds the lock. The file is written after commits and so may be behind the database, but never before
    /// it: no crash makes this an alarm. Where there is nothing in the file, as at the first start of all, nothing is
    /// known, and that is taken for good.
    static func settled(
        _ queue: DatabaseQueue, _ lock: DatabaseLock, path: String, at now: NumericDate
    ) throws -> Rollback? {
        try queue.writeWithoutTransaction { db in
            let found = try db.lineage()
            guard let known = lock.lineage, !found.continues(known) else {
                lock.keep(found)
                return nil
            }
            var rollback: Rollback?
            try db.inTransaction(.immediate) {
                rollback = try db.rollBack(found, behind: known, path: path, at: now)
                return .commit
            }
            lock.keep(try db.lineage())
            return rollback
        }
    }
}

extension Database {
    fileprivate func rollBack(
        _ found: Lineage, behind known: Lineage, path: String, at now: NumericDate
    ) throws -> Rollback {
        let count = try endAllSessions(at: now)
        // Another database in which nobody is logged in has nothing that was undone; but somebody misses the former.
        let isLoss = count == 0 && found.name != known.name
        try advance(beyond: known)
        try record(
            isLoss
                ? AuditEntry(.loss, by: .housekeeping)
                : AuditEntry(.rollback, by: .housekeeping, detail: .sessions(count)), at: now)
        return Rollback(path: path, sessions: count, isLoss: isLoss)
    }
}
