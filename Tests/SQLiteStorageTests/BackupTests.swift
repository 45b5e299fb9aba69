// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite("A copy of a database that is in use")
struct BackupTests {
    let folder: TemporaryFolder
    let store: SQLiteStore
    private let target: String
    private let user: User

    init() throws {
        folder = try TemporaryFolder()
        target = folder.file("backup.db")
        store = try SQLiteStore(path: folder.file())
        user = try store.made()
        try store.opened("s", for: user)
    }

    @discardableResult
    private func backUp(to path: String? = nil) throws -> Holdings {
        try store.backUp(to: path ?? target, by: .console("root"), at: 1500)
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test("holds what was committed, is one file for its owner alone, and is written down")
    func whole() throws {
        let before = try files
        #expect(try backUp() == Holdings(users: 1, sessions: 1, lastChange: 1000))
        #expect(try files == (before + ["backup.db"]).sorted())
        #expect(try SQLiteStore.inspect(target, at: 2001) == Holdings(users: 1, sessions: 0, lastChange: 1000))
        #expect(try files == (before + ["backup.db"]).sorted())
        var status = stat()
        #expect(stat(target, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try store.lines().last == "1500: root backup - at console, done (to \(target))")
        #expect(try SQLiteStore(path: target).user(of: "s") == user)
    }

    @Test("made by root belongs to the owner of the database", .enabled(if: geteuid() == 0))
    func owner() throws {
        #expect(chown(folder.file(), 4711, 4712) == 0)
        let other = try SQLiteStore(path: folder.file())
        _ = try other.backUp(to: target, by: .console("root"), at: 1500)
        var status = stat()
        #expect(stat(target, &status) == 0 && (status.st_uid, status.st_gid) == (4711, 4712))
    }

    @Test("is of one moment, however many write meanwhile, and holds none of them up")
    func busy() throws {
        let longest = try race(5) { [store, user, target] index -> Duration in
            if index == 0 {
                for _ in 0..<10 {
                    _ = try store.backUp(to: target, by: .console("root"), at: 1500)
                }
                return .zero
            }
            var longest = Duration.zero
            for round in 0..<60 {
                let start = ContinuousClock.now
                try store.opened("s-\(index)-\(round)", for: user)
                _ = try store.end("s-\(index)-\(round)", at: 1)
                longest = max(longest, ContinuousClock.now - start)
            }
            return longest
        }.max()
        #expect(try #require(longest) < .seconds(4))
        let check = try DatabaseQueue(path: target).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(check == "ok")
    }

    @Test("takes the place of a former one, or of an empty file")
    func again() throws {
        #expect(FileManager.default.createFile(atPath: target, contents: nil))
        #expect(try backUp().users == 1)
        try store.made("bob")
        #expect(try backUp().users == 2)
        #expect(try SQLiteStore.inspect(target, at: 1).users == 2)
    }

    @Test("takes the place of no other database's, which may be lost, but of one that is too old to say whose it is")
    func another() throws {
        let other = try SQLiteStore(path: folder.file("other.db"))
        _ = try other.backUp(to: target, by: .console("root"), at: 1500)
        let (before, bytes) = (try files, FileManager.default.contents(atPath: target))
        #expect(throws: BackupError.ofAnother(path: target)) { try backUp() }
        #expect(FileManager.default.contents(atPath: target) == bytes)
        #expect(try files == before)
        #expect(try store.lines().filter { $0.contains("backup") }.isEmpty)
        try change(target, returningToFirstVersion)
        #expect(try backUp().users == 1)
    }

    @Test("takes the place of nothing else: a text, another database, a folder, a link, a database in service, a copy")
    func taken() throws {
        let text = "what matters to somebody"
        try text.write(toFile: folder.file("text"), atomically: false, encoding: .utf8)
        try DatabaseQueue(path: folder.file("other.db")).write { try $0.execute(sql: "CREATE TABLE t (x)") }
        try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("text"))
        let served = try SQLiteStore(path: folder.file("served.db"))
        try store.checkpoint()
        try FileManager.default.copyItem(atPath: folder.file(), toPath: folder.file("copied.db"))
        let before = try files
        let names = ["text", "other.db", "folder", "link", "served.db", "test.db", "copied.db"]
        for name in names {
            #expect(throws: BackupError.taken(path: folder.file(name)), "\(name)") { try backUp(to: folder.file(name)) }
        }
        #expect(try files == before)
        #expect(try String(contentsOfFile: folder.file("text"), encoding: .utf8) == text)
        try served.checkReadiness()
        #expect(try store.lines().filter { $0.contains("backup") }.isEmpty)
    }

    @Test("that cannot be written is told, and leaves nothing", arguments: ["/none/at/all/x.db", "/proc/x.db"])
    func unwritable(_ path: String) throws {
        let before = try files
        #expect {
            try backUp(to: path)
        } throws: { error in
            guard case .unwritable(path, _) = error as? BackupError else { return false }
            return true
        }
        #expect(try files == before)
    }

    @Test("of a database that is damaged is none, and a former one stays")
    func damaged() throws {
        try backUp()
        try store.checkpoint()
        try damage(folder.file())
        #expect {
            try backUp()
        } throws: { error in
            guard case .unusable(folder.file(), let reason) = error as? BackupError else { return false }
            return reason.hasPrefix("it is damaged")
        }
        #expect(try SQLiteStore.inspect(target, at: 1).users == 1)
        #expect(try files.filter { $0.hasPrefix("backup") } == ["backup.db"])
    }

    static let faults: [(name: String, spoil: @Sendable (String) throws -> Void, reason: String)] = [
        ("a text", { try "not one of ours".write(toFile: $0, atomically: false, encoding: .utf8) }, "not an SQLite"),
        ("empty", { #expect(truncate($0, 0) == 0) }, "no database of Gatehouse"),
        ("cut short", { #expect(truncate($0, 20_000) == 0) }, "damaged"),
        ("another's", { try change($0, "PRAGMA application_id = 1") }, "no database of Gatehouse"),
        ("newer", { try change($0, "PRAGMA user_version = 999") }, "newer gatehouse"),
        ("an index that has lost a row", { try change($0, Self.losingAnEntry) }, "damaged: row"),
        ("a row that refers to none", { try change($0, "DELETE FROM users") }, "refers to one that is not there"),
    ]

    private static let losingAnEntry = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = 'CREATE INDEX sessions_by_user ON sessions (user_id, ended_at, expires_at)'
        WHERE name = 'sessions_by_user';
        """

    @Test("is examined: what is wrong with it is said", arguments: faults.map(\.name))
    func faulty(_ name: String) throws {
        let fault = try #require(Self.faults.first { $0.name == name })
        try backUp()
        try fault.spoil(target)
        let bytes = FileManager.default.contents(atPath: target)
        let error = #expect(throws: BackupError.self) { try SQLiteStore.inspect(target, at: 1) }
        guard case .unusable(target, let reason) = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(reason.contains(fault.reason), "\(reason)")
        #expect(FileManager.default.contents(atPath: target) == bytes)
    }

    @Test("that is not there is told")
    func missing() throws {
        #expect(throws: BackupError.missing(path: target)) { try SQLiteStore.inspect(target, at: 1) }
        #expect(try !files.contains("backup.db"))
    }
}

/// Does something to a database that its constraints would not let happen.
func change(_ path: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: path, configuration: configuration).writeWithoutTransaction { try $0.execute(sql: sql) }
}

/// Overwrites all of a database but its first page.
func damage(_ path: String) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    let size = try handle.seekToEnd()
    try handle.seek(toOffset: 4096)
    handle.write(Data(repeating: 0xff, count: Int(size) - 4096))
    try handle.close()
}
