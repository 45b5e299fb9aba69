// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import SQLiteStorage
import Testing

@Suite("How a database is doing")
struct DatabaseStatusTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func status(at now: Int64 = 100) throws -> DatabaseStatus {
        try DatabaseStatus(path: folder.file(), at: now)
    }

    @Test("it is measured and counted, with what is written meanwhile")
    func counts() throws {
        let store = try SQLiteStore(path: folder.file())
        try store.checkpoint()
        #expect(try status().walSize == 0)
        _ = try store.opened("s", for: store.made())
        let status = try status()
        #expect(status.path == store.path)
        #expect(status.size > 0 && status.walSize > 0 && status.free > 0)
        #expect((status.users, status.sessions, status.exhaustedLimits) == (1, 1, 0))
        #expect(try self.status(at: 1 << 40).sessions == 0)
    }

    @Test("the last purge, backup and loss are told by the audit")
    func deeds() throws {
        let store = try SQLiteStore(path: folder.file())
        #expect(try (status().purgedAt, status().backedUpAt, status().lostAt) == (nil, nil, nil))
        _ = try store.opened("s", for: store.made())
        _ = try store.purge(at: 3000, margin: 0, auditAge: 90, limit: 10, by: .housekeeping)
        for time in [4000, 5000] as [Int64] {
            _ = try store.backUp(to: folder.file("copy"), by: .console("root"), at: time)
        }
        let status = try status()
        #expect((status.purgedAt, status.backedUpAt, status.lostAt) == (3000, 5000, nil))
        try store.record(AuditEntry(.loss, by: .housekeeping), at: 6000)
        #expect(try self.status().lostAt == 6000)
    }

    @Test("one of the first version is left as it is")
    func outdated() throws {
        try SQLiteStore(path: folder.file()).checkpoint()
        try DatabaseQueue(path: folder.file()).writeWithoutTransaction { try $0.execute(sql: returningToFirstVersion) }
        let before = try Data(contentsOf: URL(filePath: folder.file()))
        #expect(try (status().purgedAt, status().backedUpAt) == (nil, nil))
        #expect(try Data(contentsOf: URL(filePath: folder.file())) == before)
    }

    @Test("none is made where there is none")
    func missing() throws {
        #expect(throws: StorageError.missing(path: folder.file())) { try status() }
        #expect(!FileManager.default.fileExists(atPath: folder.file()))
    }
}
