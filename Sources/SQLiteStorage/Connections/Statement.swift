// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// A statement that is kept and run through SQLite's own interface: through GRDB's queue and rows the same question
/// takes several times as long.
///
/// `@unchecked` holds because ``Readers`` lends the connection, and its statements with it, to one thread at a time and
/// hands them on under a lock; that is what SQLite's multi-thread mode asks for.
final class Statement: @unchecked Sendable {
    private let sql: String
    private let connection: OpaquePointer
    private let statement: OpaquePointer

    /// Prepares the statement on `db`, which stays open at least until ``finalize()``.
    init(_ sql: String, _ db: Database) throws {
        guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw Self.failure(connection, sql) }
        self.sql = sql
        self.connection = connection
        self.statement = statement
    }

    /// Lets go of the statement, without which the connection would not close.
    func finalize() {
        sqlite3_finalize(statement)
    }

    /// Runs `read`, which steps through the rows, and makes ready for the next time.
    func run<Result>(_ read: () throws -> Result) throws -> Result {
        defer { sqlite3_reset(statement) }
        return try read()
    }

    /// The same where the statement has a parameter.
    func run<Result>(with argument: String, _ read: () throws -> Result) throws -> Result {
        var argument = argument
        return try argument.withUTF8 { text in
            // The text outlives the binding, so SQLite need not copy it.
            defer { sqlite3_clear_bindings(statement) }
            try text.withMemoryRebound(to: CChar.self) { text in
                // Without an address an empty text would be bound as NULL, which nothing is equal to either.
                let code = sqlite3_bind_text(statement, 1, text.baseAddress, Int32(text.count), nil)
                guard code == SQLITE_OK else { throw Self.failure(connection, sql) }
            }
            return try run(read)
        }
    }

    /// Whether there is another row; any other answer than a row or the end is an error, never "no such row".
    func step() throws -> Bool {
        let code = sqlite3_step(statement)
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw Self.failure(connection, sql) }
        return code == SQLITE_ROW
    }

    /// The text of a column of the row that was stepped to; nil where it is NULL.
    func text(_ column: Int32) -> String? {
        sqlite3_column_text(statement, column).map { String(cString: $0) }
    }

    /// The number of a column of the row that was stepped to.
    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(statement, column)
    }

    private static func failure(_ connection: OpaquePointer, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}
