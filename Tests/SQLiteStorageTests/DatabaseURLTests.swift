// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage
import Testing

@Suite("Database URLs")
struct DatabaseURLTests {
    @Test(
        "three slashes are relative, four absolute",
        arguments: [
            ("sqlite:///app.db", "app.db"),
            ("sqlite:///instance/app.db", "instance/app.db"),
            ("sqlite:////var/lib/gatehouse/gatehouse.db", "/var/lib/gatehouse/gatehouse.db"),
            ("sqlite:///a%20b.db", "a%20b.db"),
        ])
    func path(_ text: String, _ path: String) throws {
        let url = try DatabaseURL(text)
        #expect(url.path == path)
        #expect(url.description == text)
        #expect(DatabaseURL(path: path) == url)
    }

    @Test(
        "anything else is refused in one sentence",
        arguments: [
            ("", "is not one of SQLite"),
            ("app.db", "is not one of SQLite"),
            ("SQLITE:///app.db", "is not one of SQLite"),
            ("sqlite:app.db", "is not one of SQLite"),
            ("sqlite://", "in memory"),
            ("sqlite:///", "in memory"),
            ("sqlite:///:memory:", "in memory"),
            ("sqlite://host/app.db", "names a host"),
            ("sqlite:///app.db?mode=ro", "has options"),
            ("sqlite:////var/lib/", "names a folder"),
            ("sqlite:///a\0b", "holds NUL"),
        ])
    func refused(_ text: String, _ reason: String) {
        let error = #expect(throws: DatabaseURL.SyntaxError.self) { try DatabaseURL(text) }
        #expect(error?.description.contains(reason) == true)
        #expect(error?.description.contains("sqlite:///relative.db") == true)
    }

    @Test("the password of another database is not repeated")
    func masked() {
        let error = #expect(throws: DatabaseURL.SyntaxError.self) {
            try DatabaseURL("postgresql://gatehouse:s3cr3t@db.example/gatehouse")
        }
        #expect(error?.description.contains("s3cr3t") == false)
        #expect(error?.description.contains("postgresql://…@db.example/gatehouse") == true)
    }
}
