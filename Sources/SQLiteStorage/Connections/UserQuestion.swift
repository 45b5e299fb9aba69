// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// The question of the hot path: whose session it is.
///
/// What its answer follows from is told by ``Schema/addFourthVersion(_:)`` when it changes.
struct UserQuestion {
    private let statement: Statement

    static let sql = """
        SELECT u.id, u.name, u.created_at, r.role
        FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN user_roles r ON r.user_id = u.id
        WHERE s.id = ?1 AND s.ended_at IS NULL AND u.disabled = 0
        """

    /// Prepares the question on `db`, which stays open at least until ``finalize()``.
    init(_ db: Database) throws {
        statement = try Statement(Self.sql, db)
    }

    func finalize() { statement.finalize() }

    /// The user as they are now, or nil.
    func ask(_ session: Session.ID) throws -> User? {
        try statement.run(with: session) { try statement.step() ? user() : nil }
    }

    /// The user of the row that the statement stands on, with the roles of this and the following rows.
    private func user() throws -> User {
        let id = statement.integer(0)
        let name = statement.text(1) ?? ""
        let createdAt = statement.integer(2)
        var roles: [String] = []
        repeat {
            if let role = statement.text(3) { roles.append(role) }
        } while try statement.step()
        if roles.count > 1 { roles.sort() }
        return User(id: id, name: name, roles: roles, isDisabled: false, createdAt: createdAt)
    }
}
