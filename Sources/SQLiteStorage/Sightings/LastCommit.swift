// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Synchronization

/// SQLite's own note of the last commit, in the memory that all processes with the database open share.
///
/// The header of the WAL index (https://sqlite.org/walformat.html, 2.1) says how far the log goes and counts the
/// commits, and by it alone does a reader see one. A commit has not returned before the header is there, its checksum
/// in it: so while that is the same nothing was committed, by whatever program, and whatever has become of it.
///
/// `@unchecked` holds because the memory is read atomically, and nothing here writes it.
struct LastCommit: @unchecked Sendable {
    private let checksum: UnsafePointer<Atomic<UInt64>>

    /// The note for the database of `db`, which has been read, and which stays open for as long as anybody looks; nil
    /// where its header is not of the version that we know.
    init?(_ db: Database) {
        guard let index = Self.index(of: db), index.load(as: UInt32.self) == Self.version else { return nil }
        checksum = UnsafePointer(index.advanced(by: Self.checksumOffset).assumingMemoryBound(to: Atomic<UInt64>.self))
    }

    /// A number that no other commit has.
    var value: UInt64 { checksum.pointee.load(ordering: .acquiring) }

    private static let version: UInt32 = 3_007_000
    private static let checksumOffset = 40
    private static let indexPageSize: Int32 = 32_768

    /// The first page of the WAL index, which the connection has mapped already.
    private static func index(of db: Database) -> UnsafeMutableRawPointer? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
            let file, let methods = file.pointee.pMethods?.pointee, methods.iVersion >= 2
        else { return nil }
        var page: UnsafeMutableRawPointer?
        guard methods.xShmMap(file, 0, indexPageSize, 0, &page) == SQLITE_OK else { return nil }
        return page
    }
}
