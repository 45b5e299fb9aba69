// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB

extension Database {
    /// Those who can log in and administer.
    private static let administrators = """
        SELECT u.id FROM user_roles r JOIN users u ON u.id = r.user_id WHERE r.role = ? AND u.disabled = 0
        """

    /// How many users can log in and administer.
    func administratorCount() throws -> Int {
        try Int.fetchOne(self, sql: "SELECT count(*) FROM (\(Self.administrators))", arguments: [Role.admin]) ?? 0
    }

    /// Whether this user is an administrator who can log in, and there is no other such.
    ///
    /// Asked within the transaction that would change it: two administrators who demote each other at once cannot
    /// both still be told that the other one is left.
    func isLastAdministrator(_ user: User.ID) throws -> Bool {
        let found = try rows("\(Self.administrators) ORDER BY u.id = ? DESC LIMIT 2", [Role.admin, user])
        return found.count == 1 && found[0][0] == user
    }
}
