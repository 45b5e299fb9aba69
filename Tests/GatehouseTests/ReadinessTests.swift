// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQLiteStorage
import Synchronization
import TestSupport
import Testing

@testable import Gatehouse

@Suite("Readiness")
struct ReadinessTests {
    /// Does `work` while somebody holds the lock without which the store cannot be written.
    private func withStuckWriter<Result>(_ store: SQLiteStore, _ work: () throws -> Result) throws -> Result {
        let descriptor = open(store.path + "-lock", O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        return try work()
    }

    @Test("a store that cannot be written is named as what is not ready, and why only in the log")
    func notReady() throws {
        let face = try Face(settings: API.Settings(messageKey: "msg"), patience: .milliseconds(50))
        let answer = try withStuckWriter(face.store) { try face.ask("GET", "/health/ready") }
        #expect(answer.status == 503)
        #expect(answer.json == ["msg": "Service is not ready", "code": "not_ready", "not_ready": ["database"]])
        #expect(answer.header("Retry-After") == "1")
        #expect(face.records.last?.reason?.contains("locked by another process") == true)
    }

    @Test("what was found holds for a second, good and bad, however many ask")
    func remembered() throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file("test.db"), busyTimeout: .milliseconds(50))
        let now = Mutex(ContinuousClock.now)
        let readiness = Readiness(store) { now.withLock { $0 } }
        let pass = { (time: Duration) in now.withLock { $0 += time } }
        try readiness.check()
        try withStuckWriter(store) {
            pass(.milliseconds(999))
            for _ in 0..<100 { try readiness.check() }
            pass(.milliseconds(1))
            #expect(throws: NotReady.self) { try readiness.check() }
        }
        pass(.milliseconds(999))
        #expect(throws: NotReady.self) { try readiness.check() }
        pass(.milliseconds(1))
        try readiness.check()
    }

    @Test("nobody waits for a probe that another makes")
    func together() throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.file("test.db"), busyTimeout: .seconds(2))
        let readiness = Readiness(store)
        try withStuckWriter(store) {
            let times = concurrently(8) { ContinuousClock().measure { try? readiness.check() } }
            #expect(times.count { $0 > .seconds(1) } == 1, "\(times)")
        }
    }
}
