// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Route {
    /// To log in, to go on, and to log out.
    static func session(_ authority: Authority) -> [Route] {
        [
            Route(.post, "/login", .anyone) { request, _ in
                let (username, password) = try request.credentials()
                let allowance = try authority.charge(.login, to: request.client)
                let pair = try authority.login(username: username, password: password, from: request.client)
                return .tokens(pair).telling(allowance)
            },
            Route(.post, "/refresh", .refreshToken) { request, grant in
                .tokens(try authority.refresh(grant, from: request.client))
            },
            logout(.delete, authority),
            logout(.post, authority),
        ]
    }

    private static func logout(_ method: Method, _ authority: Authority) -> Route {
        Route(method, "/logout", .eitherToken) { request, grant in
            try authority.logout(grant, from: request.client)
            return .message("Token revoked successfully")
        }
    }
}
