// SPDX-License-Identifier: Apache-2.0

import GRDB
import Testing

@testable import SQLiteStorage

@Suite("Connections as they are")
struct PragmaTests {
    private static let expected: [(String, String)] = [
        ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("wal_autocheckpoint", "0"),
        ("journal_size_limit", "4194304"), ("cell_size_check", "1"), ("trusted_schema", "0"),
    ]

    @Test("the connection that writes and those that read have the same pragmas", arguments: expected)
    func pragmas(_ name: String, _ value: String) throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file())
        func ask(_ db: Database) throws -> String? { try String.fetchOne(db, sql: "PRAGMA \(name)") }
        #expect(try store.readers.read(ask) == value)
        #expect(try store.writer.write(ask) == value)
    }

    @Test("nothing is mapped into memory, and the busy timeout is the one that was asked for")
    func timeout() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file(), busyTimeout: .milliseconds(1234))
        func number(_ name: String) -> (Database) throws -> Int? {
            { try Int.fetchOne($0, sql: "PRAGMA \(name)") }
        }
        #expect(try store.readers.read(number("busy_timeout")) == 1234)
        let left = try #require(try store.writer.write(number("busy_timeout")))
        #expect((1...1234).contains(left))
        #expect(try store.writer.write(number("mmap_size")) ?? 0 == 0)
    }

    @Test("a connection that reads cannot write")
    func readOnly() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file())
        #expect(throws: StorageError.self) {
            try store.readers.read { try $0.execute(sql: "DELETE FROM roles") }
        }
    }

    @Test("the hot path's question finds its rows by key and sorts nothing")
    func plan() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file())
        let plan = try store.readers.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + UserQuestion.sql, arguments: ["s"])
                .map { $0["detail"] as String }
        }
        #expect(plan.count == 3)
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
    }

    @Test("tables are strict, and what refers to nothing is refused")
    func constraints() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.file())
        try store.made()
        let wrong = [
            "INSERT INTO users (name, name_key, password_hash, created_at) VALUES ('a', 'a', 'h', 'today')",
            "INSERT INTO users (name, name_key, password_hash, created_at, disabled) VALUES ('a', 'a', 'h', 1, 2)",
            "INSERT INTO user_roles VALUES (99, 'user')",
            "INSERT INTO roles (name) VALUES ('a,b')",
            "INSERT INTO roles (name) VALUES ('')",
            "DELETE FROM roles",
            "INSERT INTO sessions VALUES ('s', 99, zeroblob(32), 1, 1, 1, NULL, 'a', NULL)",
        ]
        for sql in wrong {
            #expect(throws: StorageError.self, "\(sql)") { try store.writer.write { try $0.execute(sql: sql) } }
        }
    }
}
