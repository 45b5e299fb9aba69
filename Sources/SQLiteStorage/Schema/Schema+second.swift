// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds the audit and the answers to spent refresh tokens; nothing that the first version reads or writes changes.
    static func addSecondVersion(_ db: Database) throws {
        try db.execute(sql: audit)
        try db.execute(sql: answers)
    }

    /// No line refers to a user or a session, since it outlives both.
    ///
    /// AUTOINCREMENT: whoever follows the lines by their numbers misses none.
    private static let audit = """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 0),
            actor TEXT,
            actor_key TEXT,
            action TEXT NOT NULL CHECK (action <> ''),
            subject TEXT,
            subject_key TEXT,
            session TEXT,
            address TEXT NOT NULL,
            request_id TEXT,
            result TEXT NOT NULL CHECK (result <> ''),
            detail TEXT
        ) STRICT;
        CREATE INDEX audit_by_time ON audit (at);
        CREATE INDEX audit_by_subject ON audit (subject_key) WHERE subject_key IS NOT NULL;
        CREATE INDEX audit_by_actor ON audit (actor_key)
            WHERE actor_key IS NOT NULL AND actor_key IS NOT subject_key;
        CREATE INDEX audit_merged ON audit (action, result, at)
            WHERE result IN ('failed', 'limited') OR action = 'purge';
        """

    /// Beside the sessions and not in them: those are read to check tokens, and an answer is longer than all the rest.
    private static let answers = """
        CREATE TABLE answers (
            session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
            spent_digest BLOB NOT NULL CHECK (length(spent_digest) = 32),
            next_digest BLOB NOT NULL CHECK (length(next_digest) = 32),
            sealed BLOB NOT NULL,
            made_at INTEGER NOT NULL,
            until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX answers_by_end ON answers (until);
        """
}
