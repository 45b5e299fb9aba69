// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite("What is remembered of a user of the database")
struct SightingTests {
    let folder: TemporaryFolder
    let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file())
    }

    /// Does what an earlier version does, or an operator with SQLite's shell.
    private func elsewhere(_ sql: String) throws {
        try DatabaseQueue(path: folder.file()).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test(
        "ends with every change, be it made by a program that knows nothing of it",
        arguments: [
            "UPDATE sessions SET ended_at = 1 WHERE id = 's'", "UPDATE sessions SET id = 't'",
            "UPDATE sessions SET user_id = 2", "DELETE FROM sessions", "UPDATE users SET disabled = 1 WHERE id = 1",
            "UPDATE users SET name = 'Alice'  WHERE id = 1", "UPDATE users SET created_at = 5",
            "PRAGMA foreign_keys = ON; DELETE FROM users WHERE id = 1", "DELETE FROM user_roles",
            "INSERT INTO user_roles VALUES (1, 'admin')", "UPDATE user_roles SET role = 'admin' WHERE user_id = 1",
            "UPDATE OR IGNORE user_roles SET role = 'admin'", "INSERT OR IGNORE INTO user_roles VALUES (1, 'admin')",
        ])
    func foreign(_ sql: String) throws {
        try store.opened("s", for: store.made())
        try store.made("bob")
        let mark = try #require(try store.sighting(of: "s")?.mark)
        #expect(store.isCurrent(mark))
        try elsewhere(sql)
        #expect(!store.isCurrent(mark))
    }

    @Test("is nothing while a state is missing, and what is asked is answered all the same")
    func missing() throws {
        let user = try store.made()
        try store.opened("s", for: user)
        let mark = try #require(try store.sighting(of: "s")?.mark)
        try elsewhere("DELETE FROM user_changes WHERE place = 63")
        #expect(!store.isCurrent(mark))
        #expect(try store.sighting(of: "s") == Sighting(user: user, mark: nil))
    }

    @Test("is nothing where a change is made between the question and its answer")
    func between() throws {
        let user = try store.made()
        try store.opened("s", for: user)
        let mark = try #require(try store.sighting(of: "s")?.mark)
        let other = try SQLiteStore(path: folder.file())
        let changes = try #require(store.changes)
        let sighting = try changes.sighting {
            let found = try store.user(of: "s")
            try other.end("s", at: 2)
            // Another thread, say, has learnt of it already.
            #expect(!store.isCurrent(mark))
            return found
        }
        #expect(sighting == Sighting(user: user, mark: nil))
    }

    @Test("outlives a checkpoint, after which SQLite begins its log afresh")
    func checkpoint() throws {
        let user = try store.made()
        try store.opened("s", for: user)
        let mark = try #require(try store.sighting(of: "s")?.mark)
        try store.checkpoint()
        #expect(store.isCurrent(mark))
        try store.end("s", at: 2)
        #expect(!store.isCurrent(mark))
    }

    @Test("costs no read while nothing is committed")
    func quiet() throws {
        try store.opened("s", for: store.made())
        let mark = try #require(try store.sighting(of: "s")?.mark)
        // From now on nothing can be read: the note of the last commit is in memory.
        store.readers.close()
        #expect(rename(folder.file(), folder.file("elsewhere.db")) == 0)
        #expect(throws: StorageError.self) { try store.sighting(of: "s") }
        #expect(store.isCurrent(mark))
    }
}
