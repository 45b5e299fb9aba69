// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import SQLiteStorage
import Testing

@Suite("Looking into a database")
struct DatabaseExaminationTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func examine() throws -> DatabaseExamination {
        try DatabaseExamination(path: folder.file(), patience: .milliseconds(200))
    }

    private func raw(_ sql: String) throws {
        try DatabaseQueue(path: folder.file()).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test("tells administrators, roles and the newest time, and finds nothing wrong")
    func sound() throws {
        let store = try SQLiteStore(path: folder.file())
        var examination = try examine()
        #expect((examination.administratorCount, examination.newestTime) == (0, nil))
        let first = try store.made("ada", roles: [Role.admin])
        _ = try store.made("bob", roles: [Role.admin])
        _ = try store.made("cleo")
        try raw("UPDATE users SET disabled = 1 WHERE name = 'bob'")
        examination = try examine()
        #expect(examination.administratorCount == 1)
        #expect(examination.roles == [Role.admin, Role.user])
        #expect(examination.newestTime == first.createdAt)
        #expect(examination.damage == nil && !examination.isOutdated)
        try raw(
            "INSERT INTO audit (at, last_at, count, action, address, result) VALUES (1, 5000000000, 1, 'x', '', 'done')"
        )
        #expect(try examine().newestTime == 5_000_000_000)
    }

    @Test("sees what workers are writing, and does not hold them up")
    func beside() throws {
        let store = try SQLiteStore(path: folder.file(), busyTimeout: .milliseconds(200))
        _ = try store.made("ada", roles: [Role.admin])
        #expect(try examine().administratorCount == 1)
        _ = try store.made("bob")
        try store.checkpoint()
    }

    @Test("leaves an older database as it is")
    func outdated() throws {
        try SQLiteStore(path: folder.file()).checkpoint()
        try raw("DELETE FROM grdb_migrations WHERE identifier <> '1'; DROP TABLE audit; DROP TABLE answers")
        let before = try Data(contentsOf: URL(filePath: folder.file()))
        #expect(try examine().isOutdated)
        #expect(try Data(contentsOf: URL(filePath: folder.file())) == before)
    }

    @Test("makes no database, and takes none that is another's or a newer version's")
    func refused() throws {
        #expect(throws: StorageError.missing(path: folder.file())) { try examine() }
        #expect(!FileManager.default.fileExists(atPath: folder.file()))
        try raw("CREATE TABLE x (y)")
        #expect(throws: StorageError.foreign(path: folder.file())) { try examine() }
        try raw("DROP TABLE x; VACUUM")
        #expect(throws: StorageError.missing(path: folder.file())) { try examine() }
        _ = try SQLiteStore(path: folder.file())
        try raw("PRAGMA user_version = 99")
        #expect(throws: StorageError.newerSchema(path: folder.file())) { try examine() }
        try Data(repeating: 0x78, count: 4096).write(to: URL(filePath: folder.file()))
        #expect(throws: StorageError.notADatabase(path: folder.file())) { try examine() }
    }

    @Test("finds damage")
    func damaged() throws {
        try SQLiteStore(path: folder.file()).checkpoint()
        let file = try FileHandle(forWritingTo: URL(filePath: folder.file()))
        try file.seek(toOffset: 4096 * 3)
        try file.write(contentsOf: [UInt8](repeating: 0xA5, count: 12_000))
        let found: String
        do {
            found = try examine().damage ?? "nothing"
        } catch StorageError.damaged(_, let detail) {
            found = detail
        }
        #expect(found != "nothing")
    }

    @Test(
        "knows which versions of SQLite can lose what was committed",
        arguments: [
            ("3.6.23", false), ("3.7.0", true), ("3.40.1", true), ("3.44.5", true), ("3.44.6", false), ("3.46.1", true),
            ("3.50.6", true), ("3.50.7", false), ("3.51.2", true), ("3.51.3", false), ("3.53.0", false),
            ("4.0.0", false),
            ("3.52", false), ("", false),
        ])
    func version(_ version: String, _ loses: Bool) {
        #expect(SQLiteLibrary.losesCommits(version) == loses)
    }

    @Test("knows the version of its own library")
    func library() throws {
        let version = try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
        #expect(SQLiteLibrary.version == version)
    }
}
