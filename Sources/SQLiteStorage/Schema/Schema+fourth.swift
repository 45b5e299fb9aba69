// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds the states by which a process tells that nothing has changed about a user; nothing that the versions before
    /// read or write changes.
    static func addFourthVersion(_ db: Database) throws {
        try db.execute(sql: userChanges)
        try db.execute(sql: triggers)
    }

    /// A state is a random number: whoever has seen one will not meet it again, not even in a backup that is restored.
    private static let userChanges = """
        CREATE TABLE user_changes (
            place INTEGER NOT NULL PRIMARY KEY CHECK (place BETWEEN 0 AND 63),
            state INTEGER NOT NULL
        ) STRICT;
        WITH RECURSIVE places (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM places WHERE place < 63)
        INSERT INTO user_changes (place, state) SELECT place, random() FROM places;
        """

    /// Triggers, and not the statements of this program, give the place of a user another state: so it comes with every
    /// change of whatever program, be it one of an earlier version or SQLite's own shell, in the very transaction.
    ///
    /// Whatever ``UserQuestion`` reads has to have one. A session that is new is none that somebody was seen by.
    private static let triggers = """
        CREATE TRIGGER sessions_after_update AFTER UPDATE OF id, user_id, ended_at ON sessions BEGIN
            UPDATE user_changes SET state = random() WHERE place IN (OLD.user_id & 63, NEW.user_id & 63);
        END;
        CREATE TRIGGER sessions_after_delete AFTER DELETE ON sessions BEGIN
            UPDATE user_changes SET state = random() WHERE place = OLD.user_id & 63;
        END;
        CREATE TRIGGER users_after_update AFTER UPDATE OF id, name, disabled, created_at ON users BEGIN
            UPDATE user_changes SET state = random() WHERE place IN (OLD.id & 63, NEW.id & 63);
        END;
        CREATE TRIGGER users_after_delete AFTER DELETE ON users BEGIN
            UPDATE user_changes SET state = random() WHERE place = OLD.id & 63;
        END;
        CREATE TRIGGER user_roles_after_insert AFTER INSERT ON user_roles BEGIN
            UPDATE user_changes SET state = random() WHERE place = NEW.user_id & 63;
        END;
        CREATE TRIGGER user_roles_after_update AFTER UPDATE ON user_roles BEGIN
            UPDATE user_changes SET state = random() WHERE place IN (OLD.user_id & 63, NEW.user_id & 63);
        END;
        CREATE TRIGGER user_roles_after_delete AFTER DELETE ON user_roles BEGIN
            UPDATE user_changes SET state = random() WHERE place = OLD.user_id & 63;
        END;
        """
}
