// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import GRDBSQLite
import JOSE

/// The question of the hot path, whose session it is, as a statement that is kept and asked through SQLite's own
/// interface: through GRDB's queue and rows the same question takes several times as long.
///
/// `@unchecked` holds because ``Readers`` lends the connection, and the statement with it, to one thread at a time and
/// hands it on under a lock; that is what SQLite's multi-thread mode asks for.
final class HolderQuestion: @unchecked Sendable {
    private let connection: OpaquePointer
    private let statement: OpaquePointer

    static let sql = """
        SELECT u.id, u.name, u.created_at, r.role
        FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN user_roles r ON r.user_id = u.id
        WHERE s.id = ?1 AND s.ended_at IS NULL AND u.disabled = 0
        """

    /// Prepares the question on `db`, which stays open at least until ``finalize()``.
    init(_ db: Database) throws {
        guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, Self.sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw Self.failure(connection) }
        self.connection = connection
        self.statement = statement
    }

    /// Lets go of the statement, without which the connection would not close.
    func finalize() {
        sqlite3_finalize(statement)
    }

    /// The user as they are now, or nil.
    func ask(_ session: Session.ID) throws -> User? {
        var session = session
        return try session.withUTF8 { name in
            // The name outlives the binding, so SQLite need not copy it.
            defer {
                sqlite3_reset(statement)
                sqlite3_clear_bindings(statement)
            }
            try name.withMemoryRebound(to: CChar.self) { name in
                // Without an address an empty name would be bound as NULL, which is no session's name either.
                try check(sqlite3_bind_text(statement, 1, name.baseAddress, Int32(name.count), nil))
            }
            return try step() ? user() : nil
        }
    }

    /// The user of the row that the statement stands on, with the roles of this and the following rows.
    private func user() throws -> User {
        let id = sqlite3_column_int64(statement, 0)
        let name = text(1) ?? ""
        let createdAt = sqlite3_column_int64(statement, 2)
        var roles: [String] = []
        repeat {
            if let role = text(3) { roles.append(role) }
        } while try step()
        if roles.count > 1 { roles.sort() }
        return User(id: id, name: name, roles: roles, isDisabled: false, createdAt: createdAt)
    }

    private func text(_ column: Int32) -> String? {
        sqlite3_column_text(statement, column).map { String(cString: $0) }
    }

    /// Whether there is another row; any other answer than a row or the end is an error, never "no such session".
    private func step() throws -> Bool {
        let code = sqlite3_step(statement)
        guard code == SQLITE_ROW || code == SQLITE_DONE else { throw Self.failure(connection) }
        return code == SQLITE_ROW
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw Self.failure(connection) }
    }

    private static func failure(_ connection: OpaquePointer) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}
