// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension [Role] {
    /// The roles as an administrator sees them, be it over HTTP or at the command line.
    package var listing: JSON { ["roles": .array(map(\.json))] }
}

extension Role {
    /// The role as an administrator sees it.
    var json: JSON {
        [
            "name": .string(name),
            "permissions": .array(permissions.map(JSON.string)),
            "built_in": .bool(isBuiltIn),
            "users": .integer(Int64(holders)),
        ]
    }
}
