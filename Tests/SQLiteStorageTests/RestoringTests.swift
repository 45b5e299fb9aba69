// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite("A backup that takes the place of the database")
struct RestoringTests {
    let folder: TemporaryFolder
    private let backup: String
    private let user: User

    init() throws {
        folder = try TemporaryFolder()
        backup = folder.file("backup.db")
        let store = try SQLiteStore(path: folder.file())
        user = try store.made()
        for id in ["s", "t"] { try store.opened(id, for: user) }
        _ = try store.backUp(to: backup, by: .console("root"), at: 1500)
        try store.end("s", at: 1600)
        try store.made("later")
    }

    @discardableResult
    private func restore(_ path: String? = nil, to target: String? = nil) throws -> Restoration {
        try SQLiteStore.restore(
            path ?? backup, to: target ?? folder.file(), by: .console("root"), at: 1_800_000_000,
            patience: .milliseconds(200))
    }

    private func open(_ name: String = "test.db") throws -> SQLiteStore { try SQLiteStore(path: folder.file(name)) }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    private static let aside = "test.db.replaced-20270115T080000Z"

    @Test("has nobody logged in, says so in the audit, and is suspected of nothing")
    func restored() throws {
        let restoration = try restore()
        #expect(restoration.holdings == Holdings(users: 1, sessions: 0, lastChange: 1000))
        #expect(restoration.sessions == 2)
        let store = try open()
        #expect(store.discontinuity == nil)
        #expect(try ["s", "t"].allSatisfy { try store.user(of: $0) == nil })
        #expect(try store.lines().last == "1800000000: root restore - at console, done (ended 2 sessions)")
        #expect(try store.user(named: Username("later")) == nil)
        try store.opened("new", for: user)
        #expect(try store.user(of: "new") == user)
    }

    @Test("leaves the former database beside it, whole, and the backup as it was")
    func replaced() throws {
        let bytes = FileManager.default.contents(atPath: backup)
        #expect(try restore().replaced == folder.file(Self.aside))
        #expect(try files == ["backup.db", "test.db", "test.db-lock", Self.aside].sorted())
        #expect(FileManager.default.contents(atPath: backup) == bytes)
        let former = try open(Self.aside)
        #expect(try former.user(named: Username("later")) != nil)
        #expect(try former.user(of: "t") == user)
    }

    @Test("within one second keeps each former database")
    func twice() throws {
        let first = try #require(restore().replaced)
        #expect(try restore().replaced == first + "-2")
        #expect(try open(Self.aside).user(named: Username("later")) != nil)
        #expect(try open(Self.aside + "-2").user(named: Username("later")) == nil)
    }

    @Test("within one second keeps each log that was left without a database, and no database beside another's log")
    func twiceWithoutDatabase() throws {
        let place = try TemporaryFolder()
        for text in ["first", "second"] {
            unlink(place.file())
            try text.write(toFile: place.file("test.db-wal"), atomically: false, encoding: .utf8)
            #expect(try restore(to: place.file()).replaced == nil)
        }
        let aside = place.file(Self.aside)
        #expect(try restore(to: place.file()).replaced == aside + "-3")
        for (name, text) in [("-wal", "first"), ("-2-wal", "second")] {
            #expect(try String(contentsOfFile: aside + name, encoding: .utf8) == text)
        }
    }

    @Test("is a later state than all that were known: what was there before is known as a rollback")
    func later() throws {
        let aside = try #require(restore().replaced)
        removeDatabase(folder.file())
        #expect(rename(aside, folder.file()) == 0)
        let store = try open()
        #expect(store.discontinuity == .rollback(path: folder.file(), sessions: 1))
        #expect(try store.user(of: "t") == nil)
    }

    @Test("takes over what a crash has left in the log, and nothing of it is left to the new one")
    func crashed() throws {
        // A log that is there although nobody has the database open.
        let store = try open()
        try store.made("last")
        let copies = ["test.db", "test.db-wal"].map { (folder.file($0), folder.file("crashed-" + $0)) }
        for (path, copy) in copies { try FileManager.default.copyItem(atPath: path, toPath: copy) }
        let crashed = folder.file("crashed-test.db")
        let aside = try #require(restore(to: crashed).replaced)
        #expect(!FileManager.default.fileExists(atPath: crashed + "-wal"))
        #expect(try SQLiteStore(path: aside).user(named: Username("last")) != nil)
        #expect(try SQLiteStore(path: crashed).user(named: Username("last")) == nil)
    }

    @Test("is not put in the place of one that somebody has open, be it only to read")
    func inUse() throws {
        let store = try open()
        #expect(throws: BackupError.inUse(path: folder.file())) { try restore() }
        #expect(throws: BackupError.inUse(path: folder.file())) { try restore(folder.file()) }
        try store.opened("new", for: user)
        #expect(try store.user(of: "new") == user)
        #expect(try files.filter { $0.contains("replaced") || $0.hasPrefix("test.db.") }.isEmpty)
        let idle = try TemporaryFolder()
        do { _ = try SQLiteStore(path: idle.file()) }
        var configuration = Configuration()
        configuration.readonly = true
        let reader = try DatabaseQueue(path: idle.file(), configuration: configuration)
        #expect(throws: BackupError.inUse(path: idle.file())) { try restore(to: idle.file()) }
        try reader.close()
        try restore(to: idle.file())
    }

    @Test("comes as the first database where there is none, whatever an earlier one has left there")
    func first() throws {
        let place = try TemporaryFolder()
        let former = try open()
        for index in 0..<50 { try former.made("former\(index)") }
        try FileManager.default.copyItem(atPath: folder.file("test.db-wal"), toPath: place.file("test.db-wal"))
        #expect(try restore(to: place.file()).replaced == nil)
        let store = try SQLiteStore(path: place.file())
        #expect(try store.users(after: 0, limit: 9) == [user])
        #expect(try store.user(named: Username("alice")) == user)
        #expect(store.discontinuity == nil)
        #expect(try store.user(of: "t") == nil)
    }

    @Test("of a former version is brought up to date")
    func formerVersion() throws {
        try change(backup, returningToFirstVersion)
        try restore()
        let store = try open()
        #expect(store.discontinuity == nil)
        #expect(try store.lines() == ["1800000000: root restore - at console, done (ended 2 sessions)"])
    }

    @Test("saves a host whose database is damaged, which is kept for whoever wants to look into it")
    func damagedDatabase() throws {
        try damage(folder.file())
        let bytes = FileManager.default.contents(atPath: folder.file())
        let aside = try #require(restore().replaced)
        #expect(FileManager.default.contents(atPath: aside) == bytes)
        #expect(try open().user(named: Username("alice")) == user)
        try "no database".write(toFile: folder.file("text.db"), atomically: false, encoding: .utf8)
        try restore(to: folder.file("text.db"))
        #expect(try open("text.db").user(named: Username("alice")) == user)
    }

    @Test("is refused where it is damaged, of somebody else, newer, or not there, and nothing changes")
    func badBackup() throws {
        let before = try files
        let bytes = FileManager.default.contents(atPath: folder.file())
        #expect(throws: BackupError.missing(path: "/none.db")) { try restore("/none.db") }
        for sql in ["PRAGMA application_id = 1", "PRAGMA user_version = 99", "DELETE FROM users"] {
            let spoilt = folder.path + "/../spoilt.db"
            try? FileManager.default.removeItem(atPath: spoilt)
            try FileManager.default.copyItem(atPath: backup, toPath: spoilt)
            try change(spoilt, sql)
            #expect {
                try restore(spoilt)
            } throws: {
                if case .unusable = $0 as? BackupError { true } else { false }
            }
        }
        #expect(try files == before)
        #expect(FileManager.default.contents(atPath: folder.file()) == bytes)
    }

    @Test("is not put in the place of another application's database")
    func foreign() throws {
        let path = folder.file("other.db")
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE t (x)") }
        let bytes = FileManager.default.contents(atPath: path)
        #expect(throws: StorageError.foreign(path: path)) { try restore(to: path) }
        #expect(FileManager.default.contents(atPath: path) == bytes)
    }

    @Test("restored by root belongs to whom the former one did", .enabled(if: geteuid() == 0))
    func owner() throws {
        #expect(chown(folder.file(), 4711, 4712) == 0)
        try restore()
        for name in ["test.db", Self.aside] {
            var status = stat()
            #expect(stat(folder.file(name), &status) == 0, "\(name)")
            #expect((status.st_uid, status.st_gid, status.st_mode & 0o777) == (4711, 4712, 0o600), "\(name)")
        }
    }
}
