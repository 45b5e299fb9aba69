// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Creates users, roles, sessions and counters; times are whole seconds since 1970.
    static func createFirstVersion(_ db: Database) throws {
        try db.execute(sql: users)
        try db.execute(sql: roles)
        try db.execute(sql: sessions)
        try db.execute(sql: rateWindows)
    }

    /// AUTOINCREMENT: the number of a user who was deleted is never given again.
    private static let users = """
        CREATE TABLE users (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL CHECK (name <> ''),
            name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
            password_hash TEXT NOT NULL CHECK (password_hash <> ''),
            disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
            created_at INTEGER NOT NULL
        ) STRICT;
        """

    /// The names of roles are narrow, so that they can be joined with commas.
    private static let roles = """
        CREATE TABLE roles (
            name TEXT NOT NULL PRIMARY KEY
                CHECK (length(name) BETWEEN 1 AND 64 AND name GLOB '[A-Za-z0-9]*'
                    AND name NOT GLOB '*[^A-Za-z0-9_.-]*'),
            built_in INTEGER NOT NULL DEFAULT 0 CHECK (built_in IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE role_permissions (
            role TEXT NOT NULL REFERENCES roles (name) ON DELETE CASCADE,
            permission TEXT NOT NULL CHECK (permission <> ''),
            PRIMARY KEY (role, permission)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE user_roles (
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            role TEXT NOT NULL REFERENCES roles (name) ON DELETE RESTRICT,
            PRIMARY KEY (user_id, role)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX user_roles_by_role ON user_roles (role, user_id);
        INSERT INTO roles (name, built_in) VALUES ('admin', 1), ('user', 1);
        INSERT INTO role_permissions (role, permission) VALUES ('admin', '*');
        """

    private static let sessions = """
        CREATE TABLE sessions (
            id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            refresh_digest BLOB NOT NULL CHECK (length(refresh_digest) = 32),
            created_at INTEGER NOT NULL,
            last_used_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            ended_at INTEGER,
            address TEXT NOT NULL,
            user_agent TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_by_user ON sessions (user_id, ended_at, last_used_at);
        CREATE INDEX sessions_by_expiry ON sessions (expires_at);
        """

    /// A limit is part of the key: another limit for the same thing counts in windows of its own.
    private static let rateWindows = """
        CREATE TABLE rate_windows (
            subject TEXT NOT NULL,
            scope TEXT NOT NULL,
            attempts INTEGER NOT NULL CHECK (attempts >= 0),
            seconds INTEGER NOT NULL CHECK (seconds > 0),
            used INTEGER NOT NULL CHECK (used >= 0),
            ends_at INTEGER NOT NULL,
            PRIMARY KEY (subject, scope, attempts, seconds)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX rate_windows_by_end ON rate_windows (ends_at);
        """
}
