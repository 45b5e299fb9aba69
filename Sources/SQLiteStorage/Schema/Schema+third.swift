// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds the lineage, by which a database that was rolled back is known, and an index; nothing that former versions
    /// read or write changes.
    static func addThirdVersion(_ db: Database) throws {
        try db.execute(sql: lineage)
        for (number, deed) in weightyDeeds.enumerated() {
            try db.execute(
                sql: """
                    CREATE TRIGGER progress_\(number + 1) AFTER \(deed)
                    BEGIN UPDATE lineage SET progress = progress + 1; END
                    """)
        }
        try db.execute(sql: "CREATE INDEX rate_windows_by_begin ON rate_windows (ends_at - seconds)")
    }

    /// One row: a name that no database has but this one and its copies, and how many weighty deeds it has seen.
    private static let lineage = """
        CREATE TABLE lineage (
            only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
            name BLOB NOT NULL CHECK (length(name) = 16),
            progress INTEGER NOT NULL CHECK (progress >= 0)
        ) STRICT;
        INSERT INTO lineage (only, name, progress) VALUES (1, randomblob(16), 0);
        """

    /// What would open a door again if it were undone.
    ///
    /// Counted by triggers: no method of this version, or of one before or after, can forget to.
    private static let weightyDeeds = [
        "UPDATE OF ended_at, refresh_digest ON sessions", "UPDATE OF password_hash, disabled ON users",
        "DELETE ON users", "DELETE ON user_roles", "DELETE ON role_permissions",
    ]
}
