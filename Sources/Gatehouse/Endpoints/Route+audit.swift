// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Route {
    /// For administrators: what was done by whom, page by page.
    static func audit(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/admin/audit", .role(Role.admin)) { request, _ in
                let page = try Page(of: "audit", in: request, or: .questionMalformed)
                let records = try authority.store.audit(AuditQuestion(request, page))
                // As where the database was restored from a backup: who follows the lines must begin anew.
                if records.isEmpty, page.after > 0, try !authority.store.hasWritten(page.after) {
                    throw Problem.questionMalformed
                }
                return .json(page.answer(records) { .array($0.map(\.json)) })
            }
        ]
    }
}

extension AuditQuestion {
    /// The question of the query: `user`, `since` in seconds, and one line more than the page has.
    fileprivate init(_ request: HTTPRequest, _ page: Page) throws(Problem) {
        self.init(
            user: try request.query("user", or: .questionMalformed),
            since: try request.number("since", in: 0...Int64.max, or: .questionMalformed),
            after: page.after, limit: page.limit + 1)
    }
}

extension Problem {
    fileprivate static let questionMalformed = Problem(
        status: 400, code: "page_invalid",
        sentence: "limit must be 1-500, after a line's id or a page's next, since a time in seconds, user a name")
}
