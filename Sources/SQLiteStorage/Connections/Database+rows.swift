// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Database {
    /// The first row that `sql` yields; the statement is kept for the next time.
    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// All rows that `sql` yields.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Whether `sql` yields a row.
    func holds(_ sql: String, _ arguments: StatementArguments = []) throws -> Bool {
        try row(sql, arguments) != nil
    }

    /// Whether a row of the table, one whose numbers are never given again, has this number, or had.
    func hasNumbered(_ id: Int64, in table: String) throws -> Bool {
        try id > 0 && holds("SELECT 1 FROM sqlite_sequence WHERE name = ? AND seq >= ?", [table, id])
    }

    /// Runs `sql` and says how many rows it has changed.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return changesCount
    }
}
