// SPDX-License-Identifier: Apache-2.0

import Auth
import Dispatch
import GRDB
import Glibc
import Testing

@testable import SQLiteStorage

@Suite("Waiting for others")
struct LockingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(_ patience: Duration = .milliseconds(200)) throws -> SQLiteStore {
        try SQLiteStore(path: folder.file(), busyTimeout: patience)
    }

    private func withLockFile<Result>(_ work: () throws -> Result) throws -> Result {
        let descriptor = Glibc.open(folder.file("test.db-lock"), O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        return try work()
    }

    @Test("a change gives up when a holder of the lock is stuck, and then was not done")
    func stuckHolder() throws {
        let store = try open()
        let user = try store.made()
        try withLockFile { () throws in
            #expect(throws: StorageError.locked(path: store.path + "-lock")) { try store.setRoles(of: user.id, to: []) }
            #expect(throws: StorageError.locked(path: store.path + "-lock")) { try store.checkReadiness() }
            #expect(throws: StorageError.locked(path: store.path + "-lock")) { try store.checkpoint() }
            #expect(throws: StorageError.locked(path: store.path + "-lock")) { try open() }
            #expect(try store.user(user.id) == user)
        }
        #expect(try store.setRoles(of: user.id, to: []) != .changed(user))
    }

    @Test("a lock file that was removed excludes those who had it open as well")
    func removedFile() throws {
        let first = try open()
        #expect(unlink(folder.file("test.db-lock")) == 0)
        let second = try open()
        try withLockFile { () throws in
            for store in [first, second] {
                #expect(throws: StorageError.locked(path: store.path + "-lock")) { try store.lift("x") }
            }
        }
        for store in [first, second] { #expect(try store.lift("x") == 0) }
    }

    @Test("behind a stuck holder all give up together, not one after the other")
    func together() throws {
        let store = try open(.milliseconds(300))
        try withLockFile {
            let start = ContinuousClock.now
            let refused = try race(10) { _ -> Bool in
                do { _ = try store.lift("x") } catch StorageError.locked { return true }
                return false
            }
            #expect(refused.allSatisfy { $0 })
            #expect(ContinuousClock.now - start < .seconds(1.5))
        }
    }

    @Test("a transaction of somebody who does not know the lock file is waited for no longer than allowed")
    func foreignTransaction() throws {
        let store = try open()
        let other = try DatabaseQueue(path: folder.file())
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            let start = ContinuousClock.now
            #expect(throws: StorageError.locked(path: store.path)) { try store.lift("x") }
            #expect((.milliseconds(150)..<Duration.seconds(2)).contains(ContinuousClock.now - start))
            try db.execute(sql: "ROLLBACK")
        }
        try store.checkReadiness()
    }

    @Test("a checkpoint, which is impatient, leaves the next change as patient as ever")
    func patienceAfterCheckpoint() throws {
        let store = try SQLiteStore(path: folder.file(), busyTimeout: .seconds(5), checkpointPages: 1)
        try store.made()
        let other = try DatabaseQueue(path: folder.file())
        let begun = DispatchSemaphore(value: 0)
        let lifted = try race(2) { index -> Int in
            if index == 1 {
                begun.wait()
                return try store.lift("x")
            }
            try other.inDatabase { db in
                try db.execute(sql: "BEGIN IMMEDIATE")
                begun.signal()
                usleep(300_000)
                try db.execute(sql: "ROLLBACK")
            }
            return 0
        }
        #expect(lifted == [0, 0])
    }

    @Test("whoever comes while another writes waits and is served")
    func wait() throws {
        let store = try open(.seconds(5))
        let done = try race(2) { index -> Bool in
            if index == 0 { return try withLockFile { usleep(100_000) == 0 } }
            usleep(20_000)
            return try store.lift("x") == 0
        }
        #expect(done == [true, true])
    }

    @Test("an attempt that is refused writes nothing and waits for nobody")
    func refusedAttempt() throws {
        let store = try open()
        let limit = RateLimit(attempts: 1, seconds: 60)
        let charge = RateCharge(scope: "login", subject: "192.0.2.1", limit: limit)
        _ = try store.charge([charge], at: 1000)
        let size = folder.size("test.db-wal")
        try withLockFile {
            for _ in 0..<100 {
                guard case .refused = try store.charge([charge], at: 1001) else {
                    throw Unexpected(what: "not refused")
                }
            }
        }
        #expect(folder.size("test.db-wal") == size)
    }

    @Test("a transaction can write from its beginning on, before it has read what it decides by")
    func immediate() throws {
        let store = try open()
        let other = try DatabaseQueue(path: folder.file())
        try store.writer.write { _ in
            let error = #expect(throws: DatabaseError.self) {
                try other.inDatabase { try $0.inTransaction(.immediate) { .rollback } }
            }
            #expect(error?.resultCode == .SQLITE_BUSY)
        }
    }

    @Test("a body that throws leaves nothing behind")
    func rollback() throws {
        let store = try open()
        #expect(throws: Unexpected.self) {
            try store.writer.write { db in
                try db.execute(sql: "INSERT INTO roles (name) VALUES ('half')")
                throw Unexpected(what: "half")
            }
        }
        #expect(try store.readers.read { try $0.holds("SELECT 1 FROM roles WHERE name = 'half'") } == false)
        try store.checkReadiness()
    }

    @Test("stores that open a new database at the same time make it once")
    func openingRace() throws {
        for _ in 0..<5 {
            let place = try TemporaryFolder()
            let users = try race(8) { index in
                try SQLiteStore(path: place.file()).made("user\(index)")
            }
            let store = try SQLiteStore(path: place.file())
            #expect(Set(users.map(\.id)) == Set(1...8))
            #expect(try store.users(after: 0, limit: 100).count == 8)
            let count = try store.readers.read { try Int32.fetchOne($0, sql: "SELECT count(*) FROM grdb_migrations") }
            #expect(count == Schema.version)
        }
    }
}
