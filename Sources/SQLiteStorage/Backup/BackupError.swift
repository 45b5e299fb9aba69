// SPDX-License-Identifier: Apache-2.0

import Basics
import GRDB
import Glibc

/// Why a backup cannot be made, or not be used, each a sentence for the operator; the database is as it was.
public enum BackupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such file.
    case missing(path: String)
    /// The file may not be read by the user whose rights the process has.
    case unreadable(path: String, user: uid_t)
    /// What the file holds cannot be used.
    case unusable(path: String, reason: String)
    /// What is at the path is no former backup, and is left alone.
    case taken(path: String)
    /// What is at the path is a backup of another database, and is left alone.
    case ofAnother(path: String)
    /// Nothing can be written at the path.
    case unwritable(path: String, reason: String)
    /// A backup that has had its time cannot be removed.
    case unremovable(path: String, reason: String)
    /// Somebody has the database open.
    case inUse(path: String)

    /// The sentence.
    public var description: String {
        switch self {
        case .missing(let path): "there is no file \(path)"
        case .unreadable(let path, let user):
            "the file \(path) may not be read by \(accountName(of: user)), with whose rights this is done: put it where "
                + "they may"
        case .unusable(let path, let reason): "the file \(path) cannot be used: \(reason)"
        case .taken(let path):
            "the file \(path) is no backup of before, or is in use, and is left alone: choose another"
        case .ofAnother(let path):
            "the file \(path) is a backup of another database, such as one that was here before, and is left alone: "
                + "choose another, or remove it where nobody misses that"
        case .unwritable(let path, let reason): "the file \(path) cannot be written: \(reason)"
        case .unremovable(let path, let reason): "\(path) cannot be removed: \(reason)"
        case .inUse(let path):
            "the database \(path) is in use: stop the workers and whatever else has it open (fuser \(path))"
        }
    }

    /// Runs `work` and tells what SQLite throws in it as a fault of the file at `path`, which is read.
    static func reading<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw BackupError.unusable(path: path, reason: reason(of: error))
        }
    }

    /// Runs `work`, which copies from one file to another, and tells what SQLite throws in it as a fault of either.
    static func copying<Result>(from path: String, to target: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_BUSY, .SQLITE_LOCKED:
                throw BackupError.unusable(path: path, reason: reason(of: error))
            default: throw BackupError.unwritable(path: target, reason: reason(of: error))
            }
        }
    }

    private static func reason(of error: DatabaseError) -> String {
        let detail = error.message ?? "no reason given"
        return switch error.resultCode {
        case .SQLITE_NOTADB: "it is not an SQLite database"
        case .SQLITE_CORRUPT: "it is damaged: \(detail)"
        default: detail
        }
    }
}
