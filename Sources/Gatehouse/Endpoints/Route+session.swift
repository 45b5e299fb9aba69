// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Route {
    /// To log in, to go on, and to log out.
    static func session(_ authority: Authority, _ transport: TokenTransport) -> [Route] {
        [
            Route(.post, "/login", .anyone) { request, _ in
                let carrier = try transport.carrier(ofLogin: request, authority)
                let (username, password) = try request.credentials()
                let (pair, allowance) = try authority.limiting(.login, of: request.client) {
                    try authority.login(username: username, password: password, from: request.client)
                }
                return transport.answer(pair, to: carrier).telling(allowance)
            },
            Route(.post, "/refresh", .located(.refreshToken)) { request, admission in
                transport.answer(
                    try authority.refresh(admission.subject, from: request.client), to: admission.location)
            }.sweeping(transport),
            logout(.delete, authority, transport),
            logout(.post, authority, transport),
        ] + loginProof(authority, transport)
    }

    private static func logout(_ method: Method, _ authority: Authority, _ transport: TokenTransport) -> Route {
        Route(method, "/logout", .located(.leaving)) { request, admission in
            try authority.logout(admission.subject, from: request.client)
            return transport.parting(.message("Token revoked successfully"), from: admission.location)
        }.sweeping(transport)
    }

    /// What a browser asks for before it logs in, where logins set cookies.
    private static func loginProof(_ authority: Authority, _ transport: TokenTransport) -> [Route] {
        guard !transport.typesWithCSRF.isEmpty else { return [] }
        return [
            Route(.get, "/csrf", .anyone) { _, _ in transport.answer(loginProof: try authority.issueLoginProof()) }
        ]
    }
}
