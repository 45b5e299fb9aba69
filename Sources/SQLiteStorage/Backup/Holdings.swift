// SPDX-License-Identifier: Apache-2.0

import GRDB
import JOSE

/// What a database holds that was found sound.
public struct Holdings: Sendable, Equatable {
    /// How many users there are.
    public let users: Int
    /// How many sessions are alive.
    public let sessions: Int
    /// The time of the last line of the audit; nil where there is none.
    public let lastChange: NumericDate?
}

extension SQLiteStore {
    /// What the database at the path holds, once it is found to be one of ours, of a schema that is known, and whole.
    ///
    /// Nothing is written, and whoever has it open is not held up.
    ///
    /// - Throws: ``BackupError``.
    public static func inspect(_ path: String, at now: NumericDate) throws -> Holdings {
        let file = try DatabaseFile.readable(path)
        return try BackupError.reading(path) {
            let queue = try Connection.reader(file, busyTimeout: .seconds(5))
            defer { try? queue.close() }
            return try queue.read { try $0.inspected(path, at: now) }
        }
    }
}

extension Database {
    /// What the database holds, once nothing is found wrong with it.
    func inspected(_ path: String, at now: NumericDate) throws -> Holdings {
        if let fault = try fault() { throw BackupError.unusable(path: path, reason: fault) }
        let counts = try row(
            """
            SELECT (SELECT count(*) FROM users),
                (SELECT count(*) FROM sessions WHERE ended_at IS NULL AND expires_at > ?)
            """, [now])
        let last = try tableExists("audit") ? row("SELECT max(last_at) FROM audit")?[0] as NumericDate? : nil
        return Holdings(users: counts?[0] ?? 0, sessions: counts?[1] ?? 0, lastChange: last)
    }

    private func fault() throws -> String? {
        guard try Int32.fetchOne(self, sql: "PRAGMA application_id") == Schema.applicationID else {
            return "it is no database of Gatehouse"
        }
        guard try Int32.fetchOne(self, sql: "PRAGMA user_version") ?? 0 <= Schema.version else {
            return "it was made by a newer gatehouse than this one; install that version"
        }
        // Beyond the quick check, that of the indexes: a session that one of them has lost could not be ended by it.
        let finding = try String.fetchOne(self, sql: "PRAGMA integrity_check(1)") ?? "nothing is in it"
        if finding != "ok" { return "it is damaged: \(finding.split(separator: "\n").last ?? "")" }
        return try row("PRAGMA foreign_key_check") == nil ? nil : "it is damaged: a row refers to one that is not there"
    }
}
