// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB

/// How a user stands in a row: one statement, so that name and roles are of the same moment.
enum UserRow {
    static let columns = """
        u.id, u.name, u.disabled, u.created_at,
        (SELECT group_concat(role) FROM user_roles WHERE user_id = u.id) AS roles
        """

    static func user(_ row: Row) -> User {
        let roles: String? = row[4]
        return User(
            id: row[0], name: row[1], roles: roles?.split(separator: ",").map(String.init).sorted() ?? [],
            isDisabled: row[2], createdAt: row[3])
    }
}

extension Database {
    func user(_ id: User.ID) throws -> User? {
        try row("SELECT \(UserRow.columns) FROM users u WHERE u.id = ?", [id]).map(UserRow.user)
    }

    /// The user after a change of this transaction.
    func change(of id: User.ID) throws -> UserChange {
        try user(id).map(UserChange.changed) ?? .unknownUser
    }
}
