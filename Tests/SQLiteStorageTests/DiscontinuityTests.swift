// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import SQLiteStorage
import TestSupport
import Testing

@Suite("A database in whose place is an older one, or another")
struct DiscontinuityTests {
    let folder: TemporaryFolder
    private let user: User

    init() throws {
        folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file())
        user = try store.made()
        for id in ["s", "t"] { try store.opened(id, for: user) }
        try store.made("admin1", roles: ["admin"])
        try store.setRole("keeper", to: ["a:b"])
    }

    private func open(at now: Int64 = 5000) throws -> SQLiteStore { try SQLiteStore(path: folder.file(), at: now) }

    private func copy(_ name: String, to other: String) throws {
        try? FileManager.default.removeItem(atPath: folder.file(other))
        try FileManager.default.copyItem(atPath: folder.file(name), toPath: folder.file(other))
    }

    private func raw(_ sql: String) throws {
        try DatabaseQueue(path: folder.file()).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    /// Does something, and puts the database as it was before in the place of the one in which it was done.
    private func undo(_ deed: (SQLiteStore) throws -> Void) throws {
        try copy("test.db", to: "old.db")
        do { try deed(open()) }
        try copy("old.db", to: "test.db")
    }

    static let weighty: [(name: String, deed: @Sendable (SQLiteStore, User) throws -> Void)] = [
        ("a logout", { store, _ in try store.end("s", at: 1) }),
        ("a refresh", { store, _ in _ = try store.spend("first", for: "second") }),
        ("a revocation", { _ = try $0.endSessions(of: $1.id, keeping: "t", at: 1) }),
        ("a new password", { try $0.setPassword(of: $1.id, from: nil, to: "new", keeping: "s", at: 1) }),
        ("a permission taken away", { store, _ in try store.setRole("keeper") }),
        ("a role taken away", { try $0.setRoles(of: $1.id, to: []) }),
        ("an account shut", { try $0.setDisabled($1.id, to: true, at: 1) }),
        ("an account deleted", { try $0.delete($1.id) }),
    ]

    @Test("has all of its sessions ended, once, which is written down", arguments: weighty.map(\.name))
    func rolledBack(_ name: String) throws {
        let deed = try #require(Self.weighty.first { $0.name == name }?.deed)
        try undo { try deed($0, user) }
        do {
            let store = try open(at: 7000)
            #expect(store.discontinuity == .rollback(path: folder.file(), sessions: 2))
            #expect(try ["s", "t"].allSatisfy { try store.user(of: $0) == nil })
            #expect(try store.lines().last == "7000: - rollback - at worker, done (ended 2 sessions)")
            try store.opened("later", for: user)
        }
        let again = try open()
        #expect(again.discontinuity == nil)
        #expect(try again.user(of: "later") == user)
    }

    @Test("has them ended however many open it at once, each of whom finds it done")
    func race() throws {
        try undo { try $0.end("s", at: 1) }
        let stores = try SQLiteStorageTests.race(6) { [folder] _ in try SQLiteStore(path: folder.file()) }
        #expect(stores.compactMap(\.discontinuity).count == 1)
        #expect(try stores.allSatisfy { try $0.user(of: "t") == nil })
    }

    @Test("is known as such after another rollback too")
    func twice() throws {
        for round in 1...2 {
            try open().opened("u\(round)", for: user)
            try undo { try $0.end("u\(round)", at: 1) }
            let store = try open()
            #expect(store.discontinuity != nil)
            #expect(try store.user(of: "u\(round)") == nil)
        }
    }

    @Test("is none where nothing was done that must not be undone")
    func light() throws {
        try undo { store in
            try store.opened("u", for: user)
            try store.made("bob")
            try store.purge(at: 1, margin: 0, limit: 9)
        }
        let store = try open()
        #expect(store.discontinuity == nil)
        #expect(try store.user(of: "s") == user)
    }

    @Test("is known by what a worker of a former version has done")
    func formerVersion() throws {
        try undo { store in
            try raw("UPDATE sessions SET ended_at = 1 WHERE id = 's'")
            // The next change of any worker of this version writes it down.
            try store.lift("x")
        }
        #expect(try open().discontinuity != nil)
    }

    @Test("is known where the older one is of the version before")
    func formerSchema() throws {
        try raw(
            """
            DROP TABLE lineage; DROP INDEX rate_windows_by_begin; DELETE FROM grdb_migrations WHERE identifier = '3';
            """ + (1...5).map { "DROP TRIGGER progress_\($0);" }.joined())
        // The lock file of a former version is empty.
        try FileManager.default.removeItem(atPath: folder.file("test.db-lock"))
        try copy("test.db", to: "old.db")
        do { #expect(try open().discontinuity == nil) }
        try copy("old.db", to: "test.db")
        let store = try open()
        #expect(store.discontinuity == .rollback(path: folder.file(), sessions: 2))
        #expect(try store.user(of: "s") == nil)
    }

    private func remove() { removeDatabase(folder.file()) }

    @Test("is another database: its sessions end, and where it has none, the former is missed", arguments: [1, 0])
    func another(_ sessions: Int) throws {
        let other = try TemporaryFolder()
        do {
            let store = try SQLiteStore(path: other.file())
            let bob = try store.made("bob")
            for index in 0..<sessions { try store.opened("b\(index)", for: bob) }
        }
        remove()
        try FileManager.default.copyItem(atPath: other.file(), toPath: folder.file())
        do {
            let store = try open()
            let path = folder.file()
            let expected: Discontinuity = sessions == 0 ? .loss(path: path) : .rollback(path: path, sessions: sessions)
            #expect(store.discontinuity == expected)
            #expect(try store.user(of: "b0") == nil)
        }
        #expect(try open().discontinuity == nil)
    }

    @Test("is missed where a new one is begun in its place, which is said and written down once")
    func lost() throws {
        remove()
        let stores = try SQLiteStorageTests.race(6) { [folder] _ in try SQLiteStore(path: folder.file(), at: 7000) }
        let losses = stores.compactMap(\.discontinuity)
        #expect(losses.count == 1)
        #expect(losses.first?.description.hasPrefix("the database that was \(folder.file()) is gone") == true)
        #expect(try open().discontinuity == nil)
        #expect(try open().lines() == ["7000: - loss - at worker, done"])
    }

    @Test("is missed by nobody where it was restored from another host's, or removed with its lock file")
    func meant() throws {
        let other = try TemporaryFolder()
        do {
            let store = try SQLiteStore(path: other.file())
            try store.made("bob")
            _ = try store.backUp(to: folder.file("backup.db"), by: .console("root"), at: 1)
        }
        remove()
        _ = try SQLiteStore.restore(folder.file("backup.db"), to: folder.file(), by: .console("root"), at: 2)
        do { #expect(try open().discontinuity == nil) }
        remove()
        try FileManager.default.removeItem(atPath: folder.file("test.db-lock"))
        #expect(try open().discontinuity == nil)
    }

    static let files = ["", "x", "gatehouse lineage ", String(repeating: "\n", count: 500)]

    @Test(
        "is not suspected where the lock file is gone, or says nothing, and from then on the file knows",
        arguments: files)
    func nothingKnown(_ text: String) throws {
        try undo { try $0.end("s", at: 1) }
        if text.isEmpty {
            try FileManager.default.removeItem(atPath: folder.file("test.db-lock"))
        } else {
            try text.write(toFile: folder.file("test.db-lock"), atomically: false, encoding: .utf8)
        }
        do { #expect(try open().discontinuity == nil) }
        try undo { try $0.end("t", at: 1) }
        #expect(try open().discontinuity == .rollback(path: folder.file(), sessions: 2))
    }

    @Test("is not suspected where the lock file is behind, as after a crash")
    func crash() throws {
        try copy("test.db-lock", to: "old-lock")
        do { try open().end("s", at: 1) }
        try copy("old-lock", to: "test.db-lock")
        let store = try open()
        #expect(store.discontinuity == nil)
        #expect(try store.user(of: "t") == user)
    }

    @Test("is known where the lock file was removed while it was in use")
    func removedFile() throws {
        try copy("test.db", to: "old.db")
        do {
            let store = try open()
            try FileManager.default.removeItem(atPath: folder.file("test.db-lock"))
            try store.end("s", at: 1)
        }
        try copy("old.db", to: "test.db")
        #expect(try open().discontinuity != nil)
    }
}
