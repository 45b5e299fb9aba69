// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Route {
    /// For administrators: what was done by whom, page by page.
    static func audit(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/admin/audit", .role(Role.admin)) { request, _ in
                let records = try authority.store.audit(AuditQuestion(request))
                return .json(["audit": .array(records.map(\.json))])
            }
        ]
    }
}

extension AuditQuestion {
    /// The question of the query: `user`, `since` in seconds, and a page by `after` and `limit`.
    fileprivate init(_ request: HTTPRequest) throws(Problem) {
        self.init(
            user: request.query("user"),
            since: try request.number("since", in: 0...Int64.max, or: .questionMalformed),
            after: try request.number("after", in: 0...Int64.max, or: .questionMalformed) ?? 0,
            limit: Int(try request.number("limit", in: 1...500, or: .questionMalformed) ?? 100))
    }
}

extension Problem {
    fileprivate static let questionMalformed = Problem(
        status: 400, code: "page_invalid",
        sentence: "limit must be 1-500, after the id of a line, and since a time in seconds")
}
