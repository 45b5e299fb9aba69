// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// What administrators see of the users.
    static func administration(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/admin/users", .role(Role.admin)) { request, _ in
                let page = try UserPage(request)
                let users = try authority.store.users(after: page.after, limit: page.limit)
                return .json(users.listing)
            }
        ]
    }
}

/// Which users a listing shows: the first `limit` of those whose number is above `after`.
private struct UserPage {
    let after: User.ID
    let limit: Int

    init(_ request: HTTPRequest) throws(Problem) {
        after = try request.number("after", in: 0...Int64.max, or: .pageOutOfRange) ?? 0
        limit = Int(try request.number("limit", in: 1...500, or: .pageOutOfRange) ?? 100)
    }
}

extension Problem {
    fileprivate static let pageOutOfRange = Problem(
        status: 400, code: "page_invalid", sentence: "limit must be 1-500 and after the id of a user")
}
