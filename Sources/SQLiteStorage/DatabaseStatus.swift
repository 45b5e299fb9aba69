// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import Glibc
import JOSE

/// How a database is doing at a moment.
public struct DatabaseStatus: Sendable, Equatable {
    /// The path of the file, absolute and free of links.
    public let path: String

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

    /// When the last backup was made, in seconds since 1970; nil where the audit has none.
    public let backedUpAt: NumericDate?

    /// When another database was last found in the place of this one's former, in seconds since 1970; nil where the audit
    /// has none.
    public let lostAt: NumericDate?
}

extension DatabaseStatus {
    /// How the database at `path` is doing at `now`; to find out writes nothing, and reads every session.
    ///
    /// - Throws: ``StorageError``, also for a database of another application or of a newer version.
    public init(path: String, at now: NumericDate, patience: Duration = .seconds(5)) throws {
        let file = try DatabaseFile(path)
        self = try file.reading(patience: patience) { try DatabaseStatus($0, of: file, at: now) }
    }

    private init(_ db: Database, of file: DatabaseFile, at now: NumericDate) throws {
        path = file.path
        size = Self.size(of: path)
        walSize = Self.size(of: path + "-wal")
        free = FileSystem(of: path)?.free ?? 0
        users = try db.count("FROM users")
        sessions = try db.count("FROM sessions WHERE ended_at IS NULL AND expires_at > ?", [now])
        exhaustedLimits = try db.exhaustedWindows(at: now).count
        purgedAt = try db.lastTime(of: .purge)
        backedUpAt = try db.lastTime(of: .backUp)
        lostAt = try db.lastTime(of: .loss)
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}

extension Database {
    fileprivate func count(_ rest: String, _ arguments: StatementArguments = []) throws -> Int {
        try row("SELECT count(*) \(rest)", arguments).map { $0[0] } ?? 0
    }
}
