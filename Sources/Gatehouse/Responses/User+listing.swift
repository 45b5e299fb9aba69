// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension [User] {
    /// All users as an administrator sees them: the one page after which there is no next.
    package var listing: JSON { ["users": .array(map(\.json)), "next": .null] }
}

extension User {
    /// The user as an administrator sees them.
    var json: JSON {
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
