// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// The versions of the schema.
///
/// A version that has been released is never changed: what comes later is another one, which only adds, since workers
/// of the version before go on running while it is applied, and may be started again after it. Should a version ever
/// have to break with those before, it raises `PRAGMA user_version` to the least version that it can live with: that
/// alone, and not that there are tables which it has never heard of, makes a program refuse a database.
enum Schema {
    /// The version of this program's schema.
    static let version: Int32 = 4

    /// "Gate": what marks a database as one of ours (`PRAGMA application_id`).
    static let applicationID: Int32 = 0x4761_7465

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1", foreignKeyChecks: .immediate, migrate: createFirstVersion)
        migrator.registerMigration("2", foreignKeyChecks: .immediate, migrate: addSecondVersion)
        migrator.registerMigration("3", foreignKeyChecks: .immediate, migrate: addThirdVersion)
        migrator.registerMigration("4", foreignKeyChecks: .immediate, migrate: addFourthVersion)
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
            let leastVersion = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard leastVersion <= version else { throw StorageError.newerSchema(path: path) }
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
