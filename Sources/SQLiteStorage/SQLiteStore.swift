// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import Glibc
import JOSE

/// The store in one SQLite file, which any number of threads and processes may have open at once.
///
/// A store has one connection that writes and as many that read as threads ask at once. Close to the file stand
/// SQLite's `-wal` and `-shm` and the lock file, `-lock`, by which writers and checkpoints exclude each other, and
/// which knows how far the database had come: see ``discontinuity``.
public final class SQLiteStore: Store {
    let writer: Writer
    let readers: Readers
    let changes: UserChanges?

    /// Opens the database, or creates it with mode 0600 in a folder that exists, and brings its schema up to date.
    ///
    /// What root creates belongs to the owner of the database, and a new database to the owner of its folder.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - busyTimeout: how long a question or a change may wait for another process.
    ///   - checkpointPages: how long the WAL may grow, in pages, before it is moved into the database.
    ///   - waiters: how many threads may wait to write while nobody can; the others are told
    ///     ``StorageError/locked(path:)`` at once, so that questions still find a thread.
    ///   - creates: whether a database is made where there is none.
    ///   - now: the time, at which sessions end where the database is no later state of the one that was here.
    /// - Throws: ``StorageError``.
    public init(
        path: String, busyTimeout: Duration = .seconds(5), checkpointPages: Int = 1000, waiters: Int = .max,
        creates: Bool = true, at now: NumericDate = NumericDate(time(nil))
    ) throws {
        let file = try DatabaseFile(path)
        guard creates || file.exists else { throw StorageError.missing(path: file.path) }
        let turns = WriteTurns(waiters: waiters)
        writer = try Writer(
            file, patience: busyTimeout, checkpointPages: checkpointPages, turns: turns, at: now)
        let readers = Readers(file, writer.openFiles, patience: busyTimeout)
        self.readers = readers
        changes = writer.lastCommit.map { UserChanges($0, readers) }
    }

    /// Opens the database that `url` names, as ``init(path:busyTimeout:checkpointPages:waiters:creates:at:)`` does.
    public convenience init(
        _ url: DatabaseURL, waiters: Int = .max, creates: Bool = true, at now: NumericDate = NumericDate(time(nil))
    ) throws {
        try self.init(path: url.path, waiters: waiters, creates: creates, at: now)
    }

    deinit {
        readers.close()
        writer.close()
    }

    /// The path of the file, absolute and free of links.
    public var path: String { writer.file.path }

    /// What was in the place of the database when it was opened here, where that was an older state of it, or another.
    public var discontinuity: Discontinuity? { writer.discontinuity }

    /// Moves all of the WAL into the database and cuts it to nothing, while nobody writes.
    ///
    /// - Throws: ``StorageError/locked(path:)`` where writers or readers do not let go of it in time; then what could
    ///   be moved has been, and nothing is lost.
    public func checkpoint() throws {
        try writer.checkpoint()
    }

    /// Reads, and takes every lock that a change takes; the disk must be writable and have room.
    ///
    /// Nothing is written, so that whoever asks cannot wear out the disk.
    ///
    /// - Throws: ``StorageError``.
    public func checkReadiness() throws {
        _ = try readers.read { try $0.row("SELECT 1 FROM roles") }
        try writer.file.checkSpace()
        try writer.write { _ in }
    }
}
