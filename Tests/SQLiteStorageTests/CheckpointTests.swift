// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import Glibc
import Synchronization
import Testing

@testable import SQLiteStorage

@Suite("The write-ahead log")
struct CheckpointTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Bytes of so many pages with their frame headers.
    private static func bytes(pages: Int) -> Int { 32 + pages * (4096 + 24) }

    @Test("a checkpoint leaves an empty log and everything in the database")
    func checkpoint() throws {
        let store = try SQLiteStore(path: folder.file())
        try store.made()
        #expect(folder.size("test.db-wal") > 0)
        try store.checkpoint()
        #expect(folder.size("test.db-wal") == 0)
        #expect(try store.users(after: 0, limit: 9).count == 1)
    }

    @Test("a commit that leaves the log too long moves it into the database")
    func automatic() throws {
        let store = try SQLiteStore(path: folder.file(), checkpointPages: 50)
        var longest = 0
        for index in 0..<100 {
            try store.made("user\(index)")
            longest = max(longest, folder.size("test.db-wal"))
        }
        #expect(longest > 0)
        #expect(longest < Self.bytes(pages: 65))
    }

    @Test("whatever the log has grown by, its end is one store's alone")
    func otherStoresPages() throws {
        let quiet = try SQLiteStore(path: folder.file(), checkpointPages: 100_000)
        for index in 0..<40 { try quiet.made("user\(index)") }
        let size = folder.size("test.db-wal")
        #expect(size > Self.bytes(pages: 50))
        let tidy = try SQLiteStore(path: folder.file(), checkpointPages: 50)
        try tidy.made("last")
        #expect(folder.size("test.db-wal") == 0)
        #expect(try quiet.users(after: 0, limit: 100).count == 41)
    }

    @Test("a checkpoint that did not reach its end is tried again when the log has grown by as much once more")
    func retries() {
        let log = WriteAheadLog(limit: 20)
        func isTooLong(at pages: Int) -> Bool {
            log.grew(to: pages)
            return log.isTooLong
        }
        #expect(!isTooLong(at: 19))
        #expect(isTooLong(at: 23))
        log.willTry()
        #expect(!isTooLong(at: 42))
        #expect(isTooLong(at: 43))
        log.willTry()
        // Begun afresh by another process.
        #expect(!isTooLong(at: 5))
        #expect(isTooLong(at: 20))
        log.wasCut()
        #expect(!log.isTooLong)
        #expect(isTooLong(at: 20))
    }

    @Test("a reader who does not go delays no commit, and the log is cut when they have gone")
    func slowReader() throws {
        let store = try SQLiteStore(path: folder.file(), checkpointPages: 20)
        let reader = try DatabaseQueue(path: folder.file())
        try reader.inDatabase { db in
            try db.execute(sql: "BEGIN; SELECT count(*) FROM users")
            let start = ContinuousClock.now
            for index in 0..<60 { try store.made("user\(index)") }
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(folder.size("test.db-wal") > Self.bytes(pages: 40))
            #expect(throws: StorageError.locked(path: store.path)) {
                try SQLiteStore(path: folder.file(), busyTimeout: .milliseconds(100)).checkpoint()
            }
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM users") == 0)
            try db.execute(sql: "COMMIT")
        }
        for index in 0..<30 { try store.made("later\(index)") }
        #expect(folder.size("test.db-wal") < Self.bytes(pages: 35))
        #expect(try store.users(after: 0, limit: 100).count == 90)
    }

    @Test("no acknowledged row is lost while several stores commit, read and run checkpoints")
    func storm() throws {
        let stores = try (0..<4).map { index in
            try SQLiteStore(path: folder.file(), busyTimeout: .seconds(20), checkpointPages: 10 + 7 * index)
        }
        let user = try stores[0].made()
        let longest = Atomic<Int>(0)
        let acknowledged = try race(8) { [folder] index in
            try (0..<60).map { round -> String in
                let (store, id) = (stores[index % 4], "s-\(index)-\(round)")
                _ = try store.charge(
                    [RateCharge(scope: id, subject: id, limit: RateLimit(attempts: 9, seconds: 9))], at: 1)
                try store.opened(id, for: user)
                if round % 20 == index { try store.checkpoint() }
                longest.max(folder.size("test.db-wal"), ordering: .relaxed)
                guard try stores[(index + 1) % 4].user(of: id) == user else { throw Unexpected(what: id) }
                // The user's sessions are bounded, so only those that are ended by name count as lost.
                guard try store.end(id, at: 1) else { throw Unexpected(what: "\(id) was lost") }
                return id
            }
        }.flatMap { $0 }
        let present = try stores[0].readers.read { try String.fetchSet($0, sql: "SELECT id FROM sessions") }
        #expect(present == Set(acknowledged))
        #expect(longest.load(ordering: .relaxed) < Self.bytes(pages: 120))
        let check = try stores[0].readers.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(check == "ok")
    }

    @Test("reading keeps no snapshot: every question sees what was committed before it")
    func freshness() throws {
        let (store, other) = (try SQLiteStore(path: folder.file()), try SQLiteStore(path: folder.file()))
        let user = try store.made()
        for round in 0..<100 {
            try store.opened("s\(round)", for: user)
            #expect(try other.user(of: "s\(round)") == user)
            _ = try store.end("s\(round)", at: 1)
            #expect(try other.user(of: "s\(round)") == nil)
        }
        // An open snapshot would keep the log from being cut.
        try store.checkpoint()
        #expect(folder.size("test.db-wal") == 0)
    }
}
