// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// To make an account, and to see one's own.
    static func account(_ authority: Authority) -> [Route] {
        [
            Route(.post, "/register", .anyone) { request, _ in
                let allowance = try authority.charge(.register, to: request.client)
                let (username, password) = try request.credentials()
                _ = try authority.register(username: username, password: password)
                return .message("User created successfully", status: 201).telling(allowance)
            },
            Route(.get, "/profile", .signedIn) { _, grant in
                .json(grant.user.profile)
            },
        ]
    }
}

extension User {
    /// What a user may see of themselves.
    fileprivate var profile: JSON {
        [
            "username": .string(name),
            "role": .string(role),
            "roles": .array(roles.map(JSON.string)),
            "created_at": .integer(createdAt),
        ]
    }
}
