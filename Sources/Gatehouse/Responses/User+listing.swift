// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension [User] {
    /// The users as an administrator sees them, be it over HTTP or at the command line.
    package var listing: JSON { ["users": .array(map(\.listing))] }
}

extension User {
    fileprivate var listing: JSON {
        [
            "id": .integer(id),
            "username": .string(name),
            "role": .string(role),
            "roles": .array(roles.map(JSON.string)),
            "disabled": .bool(isDisabled),
            "created_at": .integer(createdAt),
        ]
    }
}
