// SPDX-License-Identifier: Apache-2.0

import GRDB

/// How every connection to the database is set up.
enum Connection {
    /// The most of the WAL file that a checkpoint leaves on disk, in bytes.
    static let journalSizeLimit = 4 << 20

    /// The one connection that writes.
    static func writer(_ path: String, busyTimeout: Duration) throws -> DatabaseQueue {
        try DatabaseQueue(path: path, configuration: configuration(busyTimeout, label: "writer"))
    }

    /// A connection that cannot write, and so cannot run a checkpoint either, not even as the last one to close.
    static func reader(_ path: String, busyTimeout: Duration) throws -> DatabaseQueue {
        var configuration = configuration(busyTimeout, label: "reader")
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func configuration(_ busyTimeout: Duration, label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "gatehouse.\(label)"
        // The first thing that GRDB sets, before any statement could meet a lock.
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase(setPragmas)
        return configuration
    }

    /// Automatic checkpoints are off everywhere: SQLite before 3.51.3 can lose committed rows where a checkpoint races
    /// a commit of another connection, so ``Writer`` runs them while nobody can commit.
    private static func setPragmas(_ db: Database) throws {
        try db.execute(
            sql: """
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA synchronous = FULL;
                PRAGMA journal_size_limit = \(journalSizeLimit);
                PRAGMA cell_size_check = ON;
                PRAGMA trusted_schema = OFF;
                PRAGMA mmap_size = 0;
                """)
    }
}
