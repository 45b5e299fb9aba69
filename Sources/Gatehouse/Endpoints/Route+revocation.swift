// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Route {
    /// For administrators: to end all sessions of a user.
    static func revocation(_ authority: Authority) -> [Route] {
        [
            Route(.post, "/admin/revoke-user", .role(Role.admin)) { request, grant in
                switch try authority.revokeUser(named: request.username(), by: grant, from: request.client) {
                case .ended: return .message("All tokens of the user revoked successfully")
                case .unknownUser: throw Problem.noSuchUser
                case .forbidden: throw Denial.insufficientPermissions
                }
            }
        ]
    }
}

extension Problem {
    /// Nobody has the name or the number.
    static let noSuchUser = Problem(status: 404, code: "user_not_found", sentence: "User not found")
}
