// SPDX-License-Identifier: Apache-2.0

import GRDB
import JOSE

extension Schema {
    /// Makes sure that a database is one of ours, which this version knows.
    ///
    /// - Throws: ``StorageError``; an empty database is as good as none.
    static func recognize(_ db: Database, path: String) throws {
        let owner = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard owner == applicationID else {
            let isEmpty = try owner == 0 && !db.holds("SELECT 1 FROM sqlite_schema")
            throw isEmpty ? StorageError.missing(path: path) : .foreign(path: path)
        }
        let leastVersion = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard leastVersion <= version else { throw StorageError.newerSchema(path: path) }
    }

    /// The latest time that a user, a session or a line of the audit bears.
    static func newestTime(_ db: Database, hasAudit: Bool) throws -> NumericDate? {
        let tables = ["SELECT max(created_at) FROM users", "SELECT max(last_used_at) FROM sessions"]
        let audit = hasAudit ? ["SELECT max(last_at) FROM audit"] : []
        return try (tables + audit).compactMap { try Int64.fetchOne(db, sql: $0) }.max()
    }
}
