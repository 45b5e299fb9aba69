// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import Glibc
import JOSE

/// How a database is doing at a moment.
public struct DatabaseStatus: Sendable, Equatable {
    /// The size of the file, in bytes.
    public let size: Int

    /// The size of its WAL, in bytes; a checkpoint makes it nothing.
    public let walSize: Int

    /// How much more the file system takes from this account, in bytes.
    public let free: Int

    /// How many users there are.
    public let users: Int

    /// How many sessions are alive.
    public let sessions: Int

    /// How many limits are used up.
    public let exhaustedLimits: Int

    /// When the last purge removed something, in seconds since 1970; nil where the audit has none.
    public let purgedAt: NumericDate?
}

extension SQLiteStore {
    /// How the database is doing at `now`; to find out writes nothing, and reads every session.
    ///
    /// - Throws: ``StorageError``.
    public func status(at now: NumericDate) throws -> DatabaseStatus {
        let exhausted = try exhausted(at: now).count
        return try readers.read { db in
            DatabaseStatus(
                size: Self.size(of: path), walSize: Self.size(of: path + "-wal"), free: Self.room(at: path),
                users: try db.count("FROM users"),
                sessions: try db.count("FROM sessions WHERE ended_at IS NULL AND expires_at > ?", [now]),
                exhaustedLimits: exhausted, purgedAt: try db.lastTime(of: .purge))
        }
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func room(at path: String) -> Int {
        var status = statvfs()
        return statvfs(path, &status) == 0 ? Int(clamping: status.f_bavail * status.f_frsize) : 0
    }
}

extension Database {
    fileprivate func count(_ rest: String, _ arguments: StatementArguments = []) throws -> Int {
        try row("SELECT count(*) \(rest)", arguments).map { $0[0] } ?? 0
    }

    fileprivate func lastTime(of action: AuditAction) throws -> NumericDate? {
        try row("SELECT max(last_at) FROM audit WHERE action = ?", [action.rawValue]).flatMap { $0[0] }
    }
}
