// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// To see where one is logged in, and to end that.
    static func sessions(_ authority: Authority, _ transport: TokenTransport) -> [Route] {
        [
            Route(.get, "/sessions", .signedIn) { _, grant in
                let sessions = try authority.sessions(of: grant)
                return .json(["sessions": .array(sessions.map { $0.listing(current: grant.session) })])
            },
            Route(.delete, "/sessions/{id}", .located(.signedIn)) { request, admission in
                let (id, grant) = (request.parameter("id"), admission.subject)
                // What is another's is answered as what is nobody's.
                guard try authority.end(id, by: grant, from: request.client) else { throw Problem.noSuchSession }
                let answer = CGI.Response.message("Session ended successfully")
                return id == grant.session ? transport.parting(answer, from: admission.location) : answer
            },
            Route(.delete, "/logout-all", .located(.signedIn)) { request, admission in
                try authority.logoutAll(admission.subject, from: request.client)
                return transport.parting(.message("All sessions ended successfully"), from: admission.location)
            },
        ]
    }
}

extension OpenSession {
    /// What its owner sees of a session.
    fileprivate func listing(current: Session.ID) -> JSON {
        [
            "id": .string(id),
            "created_at": .integer(createdAt),
            "last_used_at": .integer(lastUsedAt),
            "expires_at": .integer(expiresAt),
            "address": .string(client.address),
            "user_agent": client.userAgent.map(JSON.string) ?? .null,
            "current": .bool(id == current),
        ]
    }
}

extension Problem {
    fileprivate static let noSuchSession = Problem(
        status: 404, code: "session_not_found", sentence: "Session not found")
}
