// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// For administrators: to see the users, and to change what they may do.
    static func administration(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/admin/users", .role(Role.admin)) { request, _ in
                let page = try Page(of: "users", in: request, or: .pageOfUsersInvalid)
                let users = try authority.store.users(after: page.after, limit: page.limit + 1)
                // After a number that was never given nothing would come, for ever, and be taken for the end.
                if users.isEmpty, page.after > 0, try !authority.store.hasGiven(page.after) {
                    throw Problem.pageOfUsersInvalid
                }
                return .json(page.answer(users) { .array($0.map(\.json)) })
            },
            Route(.get, "/admin/users/{id}", .role(Role.admin)) { request, _ in
                guard let user = try authority.store.user(request.userID()) else { throw Problem.noSuchUser }
                return .json(user.json)
            },
            Route(.patch, "/admin/users/{id}", .role(Role.admin)) { request, grant in
                let (id, amendment) = (try request.userID(), try request.amendment())
                let change = try authority.amend(id, amendment, by: grant, from: request.client)
                return .json(try change.settled().json)
            },
            Route(.delete, "/admin/users/{id}", .role(Role.admin)) { request, grant in
                let change = try authority.delete(request.userID(), by: grant, from: request.client)
                _ = try change.settled()
                return .message("User deleted successfully")
            },
        ]
    }
}

extension UserChange {
    /// The user after the change.
    ///
    /// - Throws: why it was not made, as a ``Problem`` or a denial.
    fileprivate func settled() throws -> User {
        switch self {
        case .changed(let user): return user
        case .unknownUser: throw Problem.noSuchUser
        case .unknownRole(let role): throw Problem.unknownRole(role)
        case .lastAdministrator: throw Problem.lastAdministrator
        case .ownAccount: throw Problem.ownAccount
        // The latter two come of a new password alone, and none is set here.
        case .forbidden, .stale, .sessionEnded: throw Denial.insufficientPermissions
        }
    }
}

extension Problem {
    fileprivate static let pageOfUsersInvalid = Problem(
        status: 400, code: "page_invalid",
        sentence: "limit must be 1-500 and after a user's id or a page's next")

    fileprivate static func unknownRole(_ name: String) -> Problem {
        Problem(status: 400, code: "role_unknown", sentence: "There is no role named \(name)")
    }

    fileprivate static let lastAdministrator = Problem(
        status: 409, code: "last_administrator",
        sentence: "The last administrator cannot be demoted, disabled or deleted")

    fileprivate static let ownAccount = Problem(
        status: 409, code: "own_account", sentence: "Administrators cannot demote, disable or delete themselves")
}
