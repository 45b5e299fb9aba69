// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import SQLiteStorage
import Testing

@Suite("The database's files")
struct FilesTests {
    private static let names = ["test.db", "test.db-wal", "test.db-shm", "test.db-lock"]
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func status(_ name: String) -> stat {
        var status = stat()
        #expect(stat(folder.file(name), &status) == 0, "\(name) is missing")
        return status
    }

    @Test("only the owner reads and writes them")
    func modes() throws {
        let store = try SQLiteStore(path: folder.file())
        try store.made()
        for name in Self.names { #expect(status(name).st_mode & 0o777 == 0o600, "\(name)") }
    }

    @Test("what root makes belongs to the owner of the folder", .enabled(if: geteuid() == 0))
    func newDatabaseByRoot() throws {
        #expect(chown(folder.path, 4711, 4712) == 0)
        let store = try SQLiteStore(path: folder.file())
        try store.made()
        for name in Self.names {
            #expect(status(name).st_uid == 4711, "\(name)")
            #expect(status(name).st_gid == 4712, "\(name)")
        }
    }

    @Test("what root adds belongs to the owner of the database", .enabled(if: geteuid() == 0))
    func oldDatabaseByRoot() throws {
        do { _ = try SQLiteStore(path: folder.file()) }
        #expect(unlink(folder.file("test.db-lock")) == 0)
        #expect(chown(folder.file(), 4711, 4712) == 0)
        let store = try SQLiteStore(path: folder.file())
        try store.made()
        for name in Self.names { #expect(status(name).st_uid == 4711, "\(name)") }
    }

    @Test("a database that may only be read is told at once", .enabled(if: geteuid() == 0))
    func readOnly() throws {
        do { _ = try SQLiteStore(path: folder.file()) }
        #expect(chmod(folder.path, 0o777) == 0)
        #expect(chmod(folder.file(), 0o444) == 0)
        #expect(chmod(folder.file("test.db-lock"), 0o666) == 0)
        let path = folder.file()
        let errors = try race(1) { _ -> StorageError? in
            // This thread alone becomes nobody to the file system, and ends with the test.
            try becomeNobody()
            do {
                _ = try SQLiteStore(path: path)
                return nil
            } catch let error as StorageError {
                return error
            }
        }
        #expect(errors == [.notWritable(path: path)])
        // What SQLite added would be as little writable, and stay so once the mode is put right.
        #expect(access(folder.file("test.db-wal"), F_OK) != 0)
    }

    @Test("nothing is written into a file that is gone", arguments: ["", "-wal", "-shm"])
    func removed(_ suffix: String) throws {
        let store = try SQLiteStore(path: folder.file())
        let user = try store.made()
        let (file, aside) = (folder.file() + suffix, folder.file("aside"))
        #expect(rename(file, aside) == 0)
        #expect(throws: StorageError.replaced(path: store.path)) { try store.made("bob") }
        #expect(throws: StorageError.self) { try store.checkReadiness() }
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        #expect(throws: StorageError.replaced(path: store.path)) { try store.made("bob") }
        #expect(rename(aside, file) == 0)
        try store.made("bob")
        #expect(try store.user(user.id) == user)
    }

    @Test("a lock file that is a link is not followed")
    func linkedLock() throws {
        let target = folder.file("target")
        #expect(FileManager.default.createFile(atPath: target, contents: nil))
        #expect(symlink(target, folder.file("test.db-lock")) == 0)
        #expect(throws: StorageError.self) { try SQLiteStore(path: folder.file()) }
    }

    /// setfsuid(2), which Swift's Glibc does not show: it changes one thread, where setuid(2) changes the process.
    private func becomeNobody() throws {
        typealias SetUser = @convention(c) (uid_t) -> Int32
        let symbol = try #require(dlsym(nil, "setfsuid"))
        _ = unsafeBitCast(symbol, to: SetUser.self)(65534)
    }
}
