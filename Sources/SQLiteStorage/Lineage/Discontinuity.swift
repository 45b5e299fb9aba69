// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// What was in the place of a database, where that was no later state of it.
public enum Discontinuity: Sendable, Equatable {
    /// An older state of it, or another database; all sessions of that were ended, so many, since what had been revoked
    /// would have been good again.
    case rollback(path: String, sessions: Int)

    /// Another database in which nobody was logged in, such as a new one: the one that was known is gone.
    case loss(path: String)
}

extension Discontinuity: CustomStringConvertible {
    /// The sentence for the log.
    public var description: String {
        switch self {
        case .rollback(let path, let sessions):
            "the database \(path) is older than it was when it was last open, or another one, so all of its sessions "
                + "were ended (\(sessions)); what else has changed since, such as passwords and roles, is to be done "
                + "again"
        case .loss(let path):
            "the database that was \(path) is gone, and a new one, or another, is in its place; to have the users of "
                + "before, stop the workers and put the newest backup of before back: restore FILE"
        }
    }

    /// What the audit is told.
    fileprivate var entry: AuditEntry {
        switch self {
        case .rollback(_, let sessions): AuditEntry(.rollback, by: .housekeeping, detail: .sessions(sessions))
        case .loss: AuditEntry(.loss, by: .housekeeping)
        }
    }
}

extension Discontinuity {
    /// Compares the database with what its lock file says of it; nil where it is the same one and at least as far.
    ///
    /// Where it is not, all of its sessions have ended, it is a later state than was known, and the audit tells of it.
    ///
    /// The caller holds the lock. The file is written after commits and so may be behind the database, but never before
    /// it: no crash makes this an alarm. Where there is nothing in the file, as at the first start of all, nothing is
    /// known, and that is taken for good.
    static func settled(
        _ queue: DatabaseQueue, _ lock: DatabaseLock, path: String, at now: NumericDate
    ) throws -> Discontinuity? {
        try queue.writeWithoutTransaction { db in
            let found = try db.lineage()
            guard let known = lock.lineage, !found.continues(known) else {
                lock.keep(found)
                return nil
            }
            var discontinuity: Discontinuity?
            try db.inTransaction(.immediate) {
                discontinuity = try db.settle(found, after: known, path: path, at: now)
                return .commit
            }
            lock.keep(try db.lineage())
            return discontinuity
        }
    }
}

extension Database {
    fileprivate func settle(
        _ found: Lineage, after known: Lineage, path: String, at now: NumericDate
    ) throws -> Discontinuity {
        let count = try endAllSessions(at: now)
        // Another database in which nobody is logged in has nothing that was undone; but somebody misses the former.
        let isLoss = count == 0 && found.name != known.name
        let discontinuity: Discontinuity = isLoss ? .loss(path: path) : .rollback(path: path, sessions: count)
        try advance(beyond: known)
        try record(discontinuity.entry, at: now)
        return discontinuity
    }
}
