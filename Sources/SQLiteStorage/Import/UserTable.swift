// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The users of another application's SQLite database, as Flask-SQLAlchemy keeps them: a name and a hash each.
public struct UserTable: Sendable {
    /// A user; either is nil where the column holds nothing that is text.
    public struct Row: Sendable, Equatable {
        /// What they are called there.
        public let name: String?
        /// The hash of their password.
        public let passwordHash: String?
    }

    /// All users, in the order of their names.
    public let rows: [Row]

    /// The names that are looked for where none is said, in this order.
    private static let tables = ["users", "user"]
    private static let nameColumns = ["username", "name", "email", "login"]
    private static let hashColumns = ["password_hash", "hashed_password", "pw_hash", "password"]

    /// Reads the table of the database at `path`, which is not changed.
    ///
    /// - Throws: ``UserTableError`` where the table or a column cannot be told; ``StorageError``.
    public init(path: String, table: String?, nameColumn: String?, hashColumn: String?) throws {
        rows = try StorageError.translated(path) {
            var configuration = Configuration()
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration).read { db in
                let table = try Self.table(table, in: db)
                let all = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
                let name = try Self.column(nameColumn.map { [$0] } ?? Self.nameColumns, of: all, in: table)
                let hash = try Self.column(hashColumn.map { [$0] } ?? Self.hashColumns, of: all, in: table)
                let sql = "SELECT \(quoted(name)), \(quoted(hash)) FROM \(quoted(table)) ORDER BY 1"
                return try GRDB.Row.fetchAll(db, sql: sql).map { Row(name: text($0[0]), passwordHash: text($0[1])) }
            }
        }
    }

    private static func table(_ asked: String?, in db: Database) throws -> String {
        let all = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        let wanted = asked.map { [$0] } ?? tables
        let found = all.filter { name in wanted.contains { $0.lowercased() == name.lowercased() } }
        guard let table = found.first else { throw UserTableError.noTable(wanted: wanted, present: all) }
        guard found.count == 1 else { throw UserTableError.severalTables(found) }
        return table
    }

    private static func column(_ wanted: [String], of columns: [String], in table: String) throws -> String {
        for name in wanted {
            if let column = columns.first(where: { $0.lowercased() == name.lowercased() }) { return column }
        }
        throw UserTableError.noColumn(wanted: wanted, table: table, present: columns)
    }
}

/// A name as SQL has it, whatever stands in it; GRDB's own quoting leaves quotes alone.
private func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
}

/// Some store the hash as bytes.
private func text(_ value: DatabaseValue) -> String? {
    switch value.storage {
    case .string(let text): text
    case .blob(let data): String(validating: data, as: UTF8.self)
    default: nil
    }
}

/// Why it cannot be told where the users are, a sentence each.
public enum UserTableError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No table has one of the names.
    case noTable(wanted: [String], present: [String])
    /// More than one table has.
    case severalTables([String])
    /// The table has no column of one of the names.
    case noColumn(wanted: [String], table: String, present: [String])

    /// The sentence.
    public var description: String {
        switch self {
        case .noTable(let wanted, let present):
            "the database has no table \(wanted.joined(separator: " or ")), only \(present.joined(separator: ", "))"
        case .severalTables(let tables): "the database has the tables \(tables.joined(separator: " and ")): say which"
        case .noColumn(let wanted, let table, let present):
            "the table \(table) has no column \(wanted.joined(separator: " or ")), only "
                + present.joined(separator: ", ")
        }
    }
}
