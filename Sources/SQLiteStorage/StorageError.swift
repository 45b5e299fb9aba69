// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB

/// Why the database cannot be opened, read or written, each a sentence for the operator; whatever was to be done was
/// not done.
public enum StorageError: StoreFailure, Sendable, Equatable, CustomStringConvertible {
    /// The folder in which the database is to be does not exist.
    case folderMissing(path: String)
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
    /// The disk is full.
    case full(path: String)
    /// SQLite has found the file damaged.
    case damaged(path: String, detail: String)
    /// SQLite has failed in another way.
    case failed(path: String, detail: String)

    /// The sentence.
    public var description: String {
        switch self {
        case .folderMissing(let path): "the folder of the database \(path) does not exist"
        case .unopenable(let path, let reason): "the database file \(path) cannot be opened: \(reason)"
        case .notWritable(let path): "the database file \(path) may not be written by this user"
        case .notADatabase(let path): "the file \(path) is not an SQLite database"
        case .foreign(let path): "the database \(path) belongs to another application"
        case .newerSchema(let path): "this database was made by a newer gatehouse than this one: \(path)"
        case .locked(let path): "the database \(path) has been locked by another process for too long"
        case .full(let path): "the disk of the database \(path) is full"
        case .damaged(let path, let detail): "the database \(path) is damaged: \(detail)"
        case .failed(let path, let detail): "the database \(path) has failed: \(detail)"
        }
    }

    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path)
        case .SQLITE_CANTOPEN: self = .unopenable(path: path, reason: error.message ?? "no reason given")
        case .SQLITE_NOTADB: self = .notADatabase(path: path)
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_CORRUPT: self = .damaged(path: path, detail: error.message ?? "no detail given")
        default: self = .failed(path: path, detail: error.description)
        }
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
