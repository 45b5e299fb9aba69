// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension Draft {
    /// Fills the draft with what the database at `source` holds at one moment, whoever writes there meanwhile, and
    /// examines it.
    ///
    /// - Throws: ``BackupError``.
    func fill(from source: String, at now: NumericDate) throws -> Holdings {
        let reader = try BackupError.reading(source) { try Connection.reader(source, busyTimeout: .seconds(5)) }
        defer { try? reader.close() }
        return try BackupError.copying(from: source, to: target) {
            try open { queue in
                // In one step, hence in one read transaction: more of them would begin again at every change.
                try reader.backup(to: queue)
                return try queue.writeWithoutTransaction { db in
                    try db.standAlone()
                    return try db.inspected(source, at: now)
                }
            }
        }
    }

    /// Ends every session in the draft, which becomes a later state than the one that is known; says how many there
    /// were, and which state it is.
    func revoke(beyond known: Lineage?, by author: Author, at now: NumericDate) throws -> (sessions: Int, Lineage) {
        try open { queue in
            try Schema.prepare(queue, path: target)
            return try queue.writeWithoutTransaction { db in
                var count = 0
                try db.inTransaction(.immediate) {
                    count = try db.endAllSessions(at: now)
                    if let known { try db.advance(beyond: known) }
                    try db.record(AuditEntry(.restore, by: author, detail: .sessions(count)), at: now)
                    return .commit
                }
                let lineage = try db.lineage()
                try db.standAlone()
                return (count, lineage)
            }
        }
    }

    /// Opens the draft for `work`, and closes it before anything else touches the file.
    private func open<Result>(_ work: (DatabaseQueue) throws -> Result) throws -> Result {
        let queue = try Connection.writer(path, busyTimeout: .seconds(5))
        let result = try work(queue)
        try queue.close()
        return result
    }
}

extension Database {
    /// Brings all of the database into its one file, with nothing beside it.
    ///
    /// - Throws: `SQLITE_BUSY` where somebody else has it open.
    func standAlone() throws {
        guard try String.fetchOne(self, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
            throw DatabaseError(resultCode: .SQLITE_BUSY)
        }
    }
}
