// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// The versions of the schema.
///
/// A version that has been released is never changed: what comes later is another one, which only adds, since workers
/// of the version before go on running while it is applied.
enum Schema {
    /// "Gate": what marks a database as one of ours (`PRAGMA application_id`).
    static let applicationID: Int32 = 0x4761_7465

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1", foreignKeyChecks: .immediate, migrate: createFirstVersion)
        return migrator
    }

    /// Brings a database that is new or ours up to date, while the caller holds the lock.
    ///
    /// - Throws: ``StorageError``, and then the file is as it was.
    static func prepare(_ queue: DatabaseQueue, path: String) throws {
        try queue.inDatabase { db in
            guard sqlite3_db_readonly(db.sqliteConnection, "main") == 0 else {
                throw StorageError.notWritable(path: path)
            }
            try claim(db, path: path)
            guard try !migrator.hasBeenSuperseded(db) else { throw StorageError.newerSchema(path: path) }
            guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                throw StorageError.failed(path: path, detail: "its file system cannot hold a WAL")
            }
        }
        try migrator.migrate(queue)
    }

    /// Marks an empty database as ours, and refuses one that is another's.
    private static func claim(_ db: Database, path: String) throws {
        let owner = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard owner != applicationID else { return }
        guard owner == 0, try !db.holds("SELECT 1 FROM sqlite_schema") else { throw StorageError.foreign(path: path) }
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
}
