// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SQLiteStorage
import Testing

@Suite("Users of another application's database")
struct UserTableTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func table(
        _ sql: String, table: String? = nil, name: String? = nil, hash: String? = nil
    ) throws -> [UserTable.Row] {
        try DatabaseQueue(path: folder.file()).write { try $0.execute(sql: sql) }
        return try UserTable(path: folder.file(), table: table, nameColumn: name, hashColumn: hash).rows
    }

    static let schemas = [
        "CREATE TABLE user (id INTEGER PRIMARY KEY, username VARCHAR(80), password VARCHAR(60))",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, password TEXT, password_hash TEXT)",
        "CREATE TABLE User (Email TEXT PRIMARY KEY, Hashed_Password TEXT) WITHOUT ROWID",
    ]

    @Test("table and columns are told by their names", arguments: schemas)
    func detected(_ schema: String) throws {
        let columns = [("username", "password"), ("name", "password_hash"), ("email", "hashed_password")]
        let (name, hash) = columns[try #require(Self.schemas.firstIndex(of: schema))]
        let insert = "INSERT INTO \(schema.split(separator: " ")[2]) (\(name), \(hash))"
        let rows = try table("\(schema); \(insert) VALUES ('ada', 'h1'), ('bob', x'6832')")
        #expect(rows.map(\.name) == ["ada", "bob"])
        #expect(rows.map(\.passwordHash) == ["h1", "h2"])
    }

    @Test("names that are said count, whatever stands in them")
    func said() throws {
        let schema = #"CREATE TABLE "my ""people""" ("the name" TEXT, pw TEXT, username TEXT); "#
        let insert = #"INSERT INTO "my ""people""" VALUES ('ada', 'h', 'x'), (NULL, 7, 'x'), ('bob', x'ff', 'x')"#
        let rows = try table(schema + insert, table: #"my "people""#, name: "the name", hash: "PW")
        #expect(rows.map(\.name) == [nil, "ada", "bob"])
        #expect(rows.map(\.passwordHash) == ["7", "h", nil])
    }

    @Test("what cannot be told is said in a sentence")
    func unclear() throws {
        #expect(throws: UserTableError.noTable(wanted: ["users", "user"], present: ["people"])) {
            try table("CREATE TABLE people (name TEXT, pass TEXT)")
        }
        #expect(
            throws: UserTableError.noColumn(
                wanted: ["password_hash", "hashed_password", "pw_hash", "password"], table: "people",
                present: ["name", "pass"])
        ) { try table("SELECT 1", table: "people") }
        #expect(throws: UserTableError.noColumn(wanted: ["nick"], table: "people", present: ["name", "pass"])) {
            try table("SELECT 1", table: "people", name: "nick")
        }
        #expect(throws: UserTableError.severalTables(["user", "users"])) {
            try table("CREATE TABLE user (a); CREATE TABLE users (a)")
        }
        let odd = "x'; DROP TABLE people"
        #expect(throws: UserTableError.noTable(wanted: [odd], present: ["people", "user", "users"])) {
            try table("SELECT 1", table: odd)
        }
    }

    @Test("a file that is no database is told")
    func noDatabase() throws {
        try "nothing".write(toFile: folder.file("x"), atomically: false, encoding: .utf8)
        #expect(throws: StorageError.self) {
            try UserTable(path: folder.file("x"), table: nil, nameColumn: nil, hashColumn: nil)
        }
    }
}
