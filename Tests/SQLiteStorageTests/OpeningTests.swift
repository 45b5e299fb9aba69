// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import Testing

@testable import SQLiteStorage

@Suite("Opening a database")
struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(_ path: String? = nil) throws -> SQLiteStore {
        try SQLiteStore(path: path ?? folder.file(), busyTimeout: .milliseconds(200))
    }

    private func raw(_ sql: String) throws {
        try DatabaseQueue(path: folder.file()).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test("what was written is there when the database is opened again")
    func reopen() throws {
        do { try open().made("alice") }
        #expect(try open().user(named: Username("alice"))?.name == "alice")
        #expect(FileManager.default.fileExists(atPath: folder.file("test.db-wal")) == false)
    }

    @Test("a folder that does not exist is told, and not made")
    func folderMissing() throws {
        let path = folder.path + "/missing/test.db"
        #expect(throws: StorageError.folderMissing(path: path)) { try open(path) }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/missing"))
    }

    @Test("a database that does not exist is told where none is to be made, and nothing is left")
    func missing() throws {
        #expect(throws: StorageError.missing(path: folder.file())) {
            try SQLiteStore(path: folder.file(), creates: false)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        do { _ = try open() }
        try SQLiteStore(path: folder.file(), creates: false).checkReadiness()
    }

    @Test("a folder that takes no files is told")
    func folderNotWritable() {
        // Not even root creates files in sysfs.
        #expect(throws: StorageError.notWritable(path: "/sys/test.db-lock")) { try open("/sys/test.db") }
    }

    @Test("a folder is no database")
    func isFolder() throws {
        #expect(throws: StorageError.self) { try open(folder.path) }
    }

    @Test("a file of another kind is told, and left as it was", arguments: [1, 5, 5000])
    func notADatabase(_ count: Int) throws {
        let text = String(repeating: "x", count: count)
        try text.write(toFile: folder.file(), atomically: false, encoding: .utf8)
        #expect(throws: StorageError.notADatabase(path: folder.file())) { try open() }
        #expect(try String(contentsOfFile: folder.file(), encoding: .utf8) == text)
    }

    @Test(
        "a database of another application is told, and left as it was",
        arguments: [
            "CREATE TABLE user (id INTEGER)", "PRAGMA application_id = 252006673",
            "CREATE TABLE grdb_migrations (identifier TEXT); PRAGMA application_id = 1",
        ])
    func foreign(_ sql: String) throws {
        try raw(sql)
        let before = FileManager.default.contents(atPath: folder.file())
        #expect(throws: StorageError.foreign(path: folder.file())) { try open() }
        #expect(FileManager.default.contents(atPath: folder.file()) == before)
    }

    @Test("a database of a newer version is told")
    func newerSchema() throws {
        do { _ = try open() }
        try raw("PRAGMA user_version = \(Schema.version + 1)")
        let error = #expect(throws: StorageError.newerSchema(path: folder.file())) { try open() }
        #expect(error?.description.hasPrefix("this database was made by a newer gatehouse") == true)
    }

    @Test("a database to which a newer version has only added is opened, and left as it is")
    func expandedSchema() throws {
        do { try open().made("alice") }
        try raw("INSERT INTO grdb_migrations (identifier) VALUES ('later'); CREATE TABLE later (id INTEGER)")
        #expect(try open().user(named: Username("alice")) != nil)
        try raw("INSERT INTO later (id) VALUES (1)")
    }

    @Test("a database of the first version is brought up to date with what it holds")
    func firstVersion() throws {
        do {
            let store = try open()
            try store.opened("s", for: store.made("alice"))
        }
        try raw(returningToFirstVersion)
        try FileManager.default.removeItem(atPath: folder.file("test.db-lock"))
        let store = try open()
        #expect(try store.sighting(of: "s")?.user.name == "alice")
        #expect(try store.sighting(of: "s")?.mark != nil)
        #expect(try store.audit(AuditQuestion()).isEmpty)
        #expect(try store.end("s", at: 1))
        #expect(try store.audit(AuditQuestion()).count == 1)
    }

    @Test("an empty file becomes a database")
    func emptyFile() throws {
        #expect(FileManager.default.createFile(atPath: folder.file(), contents: nil))
        try open().checkReadiness()
    }

    @Test("whoever comes by a link comes to the same lock")
    func link() throws {
        do { _ = try open() }
        let link = folder.file("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.file())
        #expect(try open(link).path == open().path)
        #expect(!FileManager.default.fileExists(atPath: link + "-lock"))
    }

    @Test("a store in whose place another file was put asks that one nothing, and reads on in its own")
    func replaced() throws {
        let store = try open()
        let user = try store.made()
        try store.opened("s", for: user)
        #expect(try store.user(of: "s") == user)
        _ = try store.backUp(to: folder.file("old.db"), by: .console("root"), at: 1)
        try store.end("s", at: 1)
        try store.checkpoint()
        #expect(rename(folder.file("old.db"), folder.file()) == 0)
        // The connection that there is already is lent meanwhile, so that another one has to be opened.
        try store.readers.read { _ in
            _ = #expect(throws: StorageError.replaced(path: folder.file())) { try store.user(of: "s") }
        }
        #expect(try store.user(of: "s") == nil)
    }

    @Test("a store whose file was damaged answers with an error, never with nobody")
    func damaged() throws {
        let store = try open()
        let user = try store.made()
        try store.opened("s", for: user)
        try store.checkpoint()
        let size = folder.size("test.db")
        let handle = try #require(FileHandle(forWritingAtPath: folder.file()))
        try handle.seek(toOffset: 4096)
        handle.write(Data(repeating: 0xff, count: size - 4096))
        #expect(throws: StorageError.self) { try store.user(of: "s") }
        #expect(throws: StorageError.self) { try store.credentials(for: Username("alice")) }
    }
}
