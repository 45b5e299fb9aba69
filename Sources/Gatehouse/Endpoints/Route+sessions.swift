// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// To see where one is logged in, and to end that.
    static func sessions(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/sessions", .signedIn) { _, grant in
                let sessions = try authority.sessions(of: grant)
                return .json(["sessions": .array(sessions.map { $0.listing(current: grant.session) })])
            },
            Route(.delete, "/sessions/{id}", .signedIn) { request, grant in
                // What is another's is answered as what is nobody's.
                guard try authority.end(request.parameter("id"), by: grant, from: request.client) else {
                    throw Problem.noSuchSession
                }
                return .message("Session ended successfully")
            },
            Route(.delete, "/logout-all", .signedIn) { request, grant in
                try authority.logoutAll(grant, from: request.client)
                return .message("All sessions ended successfully")
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
