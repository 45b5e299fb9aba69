// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Synchronization

/// How long the WAL is, as SQLite tells the connection that has just committed.
final class WriteAheadLog: Sendable {
    private let limit: Int
    private let pages = Atomic<Int>(0)
    private let nextTry: Atomic<Int>

    /// A log that is too long from `limit` pages on.
    init(limit: Int) {
        self.limit = limit
        nextTry = Atomic(limit)
    }

    /// Whether a checkpoint is due.
    ///
    /// One that readers have kept from its end is due again when the log has grown by as much once more, so that a
    /// slow reader does not slow every commit.
    var isTooLong: Bool { pages.load(ordering: .relaxed) >= nextTry.load(ordering: .relaxed) }

    /// A checkpoint begins.
    func willTry() {
        nextTry.store(pages.load(ordering: .relaxed) + limit, ordering: .relaxed)
    }

    /// A checkpoint has emptied the log.
    func wasCut() {
        pages.store(0, ordering: .relaxed)
        nextTry.store(limit, ordering: .relaxed)
    }

    /// Counts the pages after each commit of this connection, whoever wrote them.
    ///
    /// The hook holds the log unretained: ``Writer`` owns both the log and the connection, and the hook is called by
    /// nothing but a commit of that connection.
    func watch(_ db: Database) {
        let hook: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32 = {
            log, _, _, pages in
            if let log { Unmanaged<WriteAheadLog>.fromOpaque(log).takeUnretainedValue().grew(to: Int(pages)) }
            return SQLITE_OK
        }
        sqlite3_wal_hook(db.sqliteConnection, hook, Unmanaged.passUnretained(self).toOpaque())
    }

    /// A commit has left the log so long.
    func grew(to pages: Int) {
        // A shorter log than last time was begun afresh, by this process or another.
        if pages < self.pages.exchange(pages, ordering: .relaxed) { nextTry.store(limit, ordering: .relaxed) }
    }
}
