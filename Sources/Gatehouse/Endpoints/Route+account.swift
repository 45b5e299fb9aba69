// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// To make an account, to see one's own, and to change its password.
    static func account(_ authority: Authority) -> [Route] {
        [
            Route(.post, "/register", .anyone) { request, _ in
                let (_, allowance) = try authority.limiting(.register, of: request.client) {
                    let (username, password) = try request.credentials()
                    return try authority.register(username: username, password: password, from: request.client)
                }
                return .message("User created successfully", status: 201).telling(allowance)
            },
            Route(.get, "/profile", .signedIn) { _, grant in
                .json(grant.user.profile)
            },
            Route(.put, "/password", .fresh) { request, grant in
                let (current, new) = try request.passwords()
                try authority.changePassword(of: grant, from: current, to: new, by: request.client)
                return .message("Password changed successfully")
            },
        ]
    }
}

extension User {
    /// What a user may see of themselves.
    fileprivate var profile: JSON {
        .object([
            .init("username", .string(name)),
            .init("role", .string(role)),
            .init("roles", .array(roles.map(JSON.string))),
            .init("created_at", .integer(createdAt)),
        ])
    }
}
