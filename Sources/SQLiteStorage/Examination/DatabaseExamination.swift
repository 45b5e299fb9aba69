// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// What a database is like, found out without changing anything in it.
///
/// A store brings a database up to date when it opens it; whoever only wants to know must not.
public struct DatabaseExamination: Sendable {
    /// The path of the file, absolute and free of links.
    public let path: String

    /// Whether the next worker to start will add to the schema.
    public let isOutdated: Bool

    /// What SQLite finds wrong with the file (`PRAGMA quick_check`); nil where it finds nothing.
    public let damage: String?

    /// The latest time that anything in it bears; nil where nothing has happened yet.
    public let newestTime: NumericDate?

    /// When it was begun, or put, in the place of one that was gone, the last time; nil where the audit knows of none.
    public let lossTime: NumericDate?

    /// How many users can log in and administer.
    public let administratorCount: Int

    /// The names of all roles.
    public let roles: Set<String>

    /// Looks into the database at `path`.
    ///
    /// - Throws: ``StorageError``, also for a database of another application or of a newer version.
    public init(path: String, patience: Duration = .seconds(2)) throws {
        let file = try DatabaseFile(path)
        self = try file.reading(patience: patience) { try DatabaseExamination($0, path: file.path) }
    }

    /// Whether somebody can log in to the database at `path` and administer; of the rest nothing is looked at.
    ///
    /// - Throws: as ``init(path:patience:)``.
    public static func hasAdministrator(path: String, patience: Duration = .seconds(2)) throws -> Bool {
        try DatabaseFile(path).reading(patience: patience) { try $0.administratorCount() > 0 }
    }

    private init(_ db: Database, path: String) throws {
        self.path = path
        let migrations = try Schema.migrator.appliedIdentifiers(db)
        let damage = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
        self.damage = damage == "ok" ? nil : damage
        isOutdated = try !Schema.migrator.hasCompletedMigrations(db)
        newestTime = try Schema.newestTime(db, hasAudit: migrations.contains("2"))
        lossTime = try db.lastTime(of: .loss)
        administratorCount = try db.administratorCount()
        roles = try Set(String.fetchAll(db, sql: "SELECT name FROM roles"))
    }
}
