// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import Glibc

/// Why the database cannot be opened, read or written, each a sentence for the operator that says what to do.
///
/// Nobody sees anything of what was to be done; a change whose commit has failed on the disk may come to light after a
/// crash.
public enum StorageError: StoreFailure, Sendable, Equatable, CustomStringConvertible {
    /// The folder in which the database is to be does not exist.
    case folderMissing(path: String)
    /// There is no database, and none is made here.
    case missing(path: String)
    /// The database, or a file beside it, cannot be opened.
    case unopenable(path: String, reason: String)
    /// The database, or a file beside it, may not be written.
    case notWritable(path: String)
    /// The file is no SQLite database.
    case notADatabase(path: String)
    /// The file is a database of another application.
    case foreign(path: String)
    /// The database has a schema that this version does not know.
    case newerSchema(path: String)
    /// Somebody has held the lock for longer than the busy timeout.
    case locked(path: String)
    /// The database, or a file beside it, was removed or replaced while it was open.
    case replaced(path: String)
    /// The disk is full.
    case full(path: String)
    /// SQLite has found the file damaged.
    case damaged(path: String, detail: String)
    /// SQLite has failed in another way.
    case failed(path: String, detail: String)

    /// The sentence.
    public var description: String {
        switch self {
        case .folderMissing(let path):
            "the folder of the database \(path) does not exist; create it, or choose another path"
        case .missing(let path): "there is no database \(path); start the server once, or choose another path"
        case .unopenable(let path, let reason):
            "the database file \(path) cannot be opened: \(reason); remove what is in the way, or choose another path"
        case .notWritable(let path): "the database file \(path) may not be written by this user; \(Self.remedy(path))"
        case .notADatabase(let path): "the file \(path) is not an SQLite database; choose another path"
        case .foreign(let path): "the database \(path) belongs to another application; choose another path"
        case .newerSchema(let path):
            "this database was made by a newer gatehouse than this one: \(path); install that version, or restore "
                + "an older backup"
        case .locked(let path):
            "the database \(path) has been locked by another process for too long; stop the process that holds it"
        case .replaced(let path):
            "the database \(path), or its -wal or -shm, was removed or replaced while it was open; restart the workers"
        case .full(let path): "the disk of the database \(path) is full; free some space"
        case .damaged(let path, let detail):
            "the database \(path) is damaged: \(detail); stop the workers and restore a backup"
        case .failed(let path, let detail): "the database \(path) has failed: \(detail); see to its disk"
        }
    }

    /// What lets the file be written; where there is none yet, its folder.
    private static func remedy(_ path: String) -> String {
        var status = stat()
        if stat(path, &status) == 0 {
            // Root has tried with the rights of the folder's owner, and nobody is to try with root's.
            if status.st_uid == 0 { return "chown it to the owner of its folder" }
            if status.st_uid == geteuid(), status.st_mode & 0o600 != 0o600 { return "chmod it to 600" }
            return "run as its owner, user \(status.st_uid), or chown it"
        }
        return "run as the owner of its folder, or choose another path"
    }

    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path)
        case .SQLITE_CANTOPEN where Self.isShut(path): self = .notWritable(path: path)
        case .SQLITE_CANTOPEN: self = .unopenable(path: path, reason: error.message ?? "no reason given")
        case .SQLITE_NOTADB: self = .notADatabase(path: path)
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_CORRUPT: self = .damaged(path: path, detail: error.message ?? "no detail given")
        default: self = .failed(path: path, detail: error.description)
        }
    }

    /// Whether the file may not be opened by whoever this process is taken for, whoever has started it.
    static func isShut(_ path: String) -> Bool {
        faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) != 0 && errno == EACCES
    }

    /// Runs `work` and tells what SQLite throws in it as an error of the database at `path`.
    static func translated<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }
}
