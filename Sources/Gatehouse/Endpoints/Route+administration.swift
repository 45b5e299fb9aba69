// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// For administrators: to see the users.
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
            }
        ]
    }
}

extension Problem {
    fileprivate static let pageOfUsersInvalid = Problem(
        status: 400, code: "page_invalid",
        sentence: "limit must be 1-500 and after a user's id or a page's next")
}
