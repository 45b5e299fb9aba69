// SPDX-License-Identifier: Apache-2.0

import Auth
import SQLiteStorage

/// Where the users come from who are taken over, and what each is called in complaints.
struct UserSource {
    /// A user as they stand there, not judged yet.
    struct Entry: Sendable, Equatable {
        /// Where they stand: `line 3`, `user 3`.
        let place: String
        let name: String
        let passwordHash: String
        let roles: [String]
    }

    /// The users, in order.
    let entries: [Entry]

    /// The names that may be said where a database does not tell by itself.
    struct Names {
        var table: String?
        var nameColumn: String?
        var hashColumn: String?
    }

    private static let databaseMagic = Array("SQLite format 3\0".utf8)
    private static let headings = ["name", "username", "user", "email", "login"]

    /// Reads a file: an SQLite database, or comma-separated values `name,hash[,roles]`.
    ///
    /// - Throws: ``Failure``.
    init(path: String, _ names: Names) throws {
        let isDatabase = beginning(ofFile: path, count: Self.databaseMagic.count) == Self.databaseMagic
        entries =
            try isDatabase
            ? Self.entries(ofDatabase: path, names)
            : Self.entries(ofText: contents(ofFile: path, orFail: .unavailable))
    }

    private static func entries(ofDatabase path: String, _ names: Names) throws -> [Entry] {
        do {
            let table = try UserTable(
                path: path, table: names.table, nameColumn: names.nameColumn, hashColumn: names.hashColumn)
            return table.rows.enumerated().map { index, row in
                Entry(
                    place: "user \(index + 1)", name: row.name ?? "", passwordHash: row.passwordHash ?? "", roles: [])
            }
        } catch let error as UserTableError {
            throw Failure(.dataError, error.description.printable)
        }
    }

    private static func entries(ofText bytes: [UInt8]) throws(Failure) -> [Entry] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.dataError, "the file is neither an SQLite database nor UTF-8")
        }
        // Spreadsheets put a BOM before the first field.
        let records = try CommaSeparatedValues(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text).records
        let hasHeading = records.first.map { headings.contains($0.fields[0].trimmed.lowercased()) } ?? false
        var entries: [Entry] = []
        for record in records.dropFirst(hasHeading ? 1 : 0) { entries.append(try entry(record)) }
        return entries
    }

    private static func entry(_ record: CommaSeparatedValues.Record) throws(Failure) -> Entry {
        guard (2...3).contains(record.fields.count) else {
            throw Failure(.dataError, "line \(record.line): there must be a name, a hash, and perhaps roles")
        }
        let roles = record.fields.dropFirst(2).joined().split { " ,;".contains($0) }.map(String.init)
        return Entry(
            place: "line \(record.line)", name: record.fields[0], passwordHash: record.fields[1].trimmed,
            roles: roles)
    }
}
