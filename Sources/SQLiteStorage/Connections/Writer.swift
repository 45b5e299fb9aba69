// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import JOSE

/// The one connection of this store that writes, and the lock that all writers of all processes share.
///
/// A transaction and a checkpoint hold the lock exclusively, each from its beginning to its end. SQLite lets one
/// transaction write at a time anyway, so this costs a system call; in return no checkpoint ever meets a commit, and
/// whoever has grown the WAL too long can shorten it on the spot.
final class Writer: Sendable {
    let file: DatabaseFile

    /// The files that were opened; others may have their names by now.
    let openFiles: OpenFiles

    /// What was found at the opening in the place of the database, where that was no later state of it.
    let discontinuity: Discontinuity?

    /// SQLite's note of the last commit, of whatever process, to be looked at as long as this is open.
    let lastCommit: LastCommit?
    private let queue: DatabaseQueue
    private let lock: DatabaseLock
    private let patience: Duration
    private let log: WriteAheadLog
    private let turns: WriteTurns

    /// How long an automatic checkpoint waits for readers to leave the WAL, in milliseconds.
    private static let readersPatience: Int32 = 20

    /// Opens the database, creates it where it is missing, and brings its schema up to date, all under the lock: of
    /// several processes that start at once on a new file, one makes it and the others find it made.
    init(
        _ file: DatabaseFile, patience: Duration, checkpointPages: Int, turns: WriteTurns, at now: NumericDate
    ) throws {
        self.file = file
        self.turns = turns
        self.patience = patience
        let lock = try DatabaseLock(path: file.lockPath, owner: file.owner)
        self.lock = lock
        (queue, openFiles, discontinuity) = try StorageError.translated(file.path) {
            try lock.exclusively(by: Deadline(after: patience)) {
                try file.createIfMissing()
                let queue = try Connection.writer(file.path, busyTimeout: patience)
                try Schema.prepare(queue, path: file.path)
                let discontinuity = try Discontinuity.settled(queue, lock, path: file.path, at: now)
                return (queue, OpenFiles(ofDatabase: file.path), discontinuity)
            }
        }
        let log = WriteAheadLog(limit: checkpointPages)
        self.log = log
        queue.inDatabase(log.watch)
        lastCommit = queue.inDatabase { LastCommit($0) }
    }

    /// Runs `body` as one transaction that holds the write lock from its beginning; when this has returned it is
    /// durable, and when it has thrown nobody sees anything of it.
    ///
    /// The deadline is set before the threads of this process take turns: behind a holder that is stuck everybody gives
    /// up at the same time instead of one after the other.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let deadline = Deadline(after: patience)
        return try exclusively(by: deadline) { db in
            // Nobody but this process would find what is written into a file that is gone.
            guard OpenFiles(ofDatabase: file.path) == openFiles else { throw StorageError.replaced(path: file.path) }
            sqlite3_busy_timeout(db.sqliteConnection, deadline.milliseconds)
            var outcome: (result: Result, lineage: Lineage)?
            try db.inTransaction(.immediate) {
                outcome = (try body(db), try db.lineage())
                return .commit
            }
            guard let (result, lineage) = outcome else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
            lock.keep(lineage)
            // The commit stands whatever becomes of the checkpoint, which the next commit tries again.
            if log.isTooLong { try? shorten(db) }
            return result
        }
    }

    /// Moves all of the WAL into the database and cuts it to nothing.
    ///
    /// - Throws: ``StorageError/locked(path:)`` where writers or readers do not let go of it in time.
    func checkpoint() throws {
        let deadline = Deadline(after: patience)
        try exclusively(by: deadline) { db in
            sqlite3_busy_timeout(db.sqliteConnection, deadline.milliseconds)
            _ = try db.checkpoint(.truncate)
            log.wasCut()
        }
    }

    /// Closes the connection.
    ///
    /// The last one of all to close runs a checkpoint, hence the lock; where it cannot be had SQLite still excludes
    /// every other connection by the lock on the database itself.
    func close() {
        _ = try? lock.exclusively(by: Deadline(after: patience)) { try queue.close() }
    }

    private func exclusively<Result>(by deadline: Deadline, _ work: (Database) throws -> Result) throws -> Result {
        guard turns.take(by: deadline) else { throw StorageError.locked(path: lock.path) }
        defer { turns.pass() }
        return try StorageError.translated(file.path) {
            try queue.writeWithoutTransaction { db in
                try lock.exclusively(by: deadline) { try work(db) }
            }
        }
    }

    private func shorten(_ db: Database) throws {
        sqlite3_busy_timeout(db.sqliteConnection, Self.readersPatience)
        log.willTry()
        _ = try db.checkpoint(.truncate)
        log.wasCut()
    }
}
