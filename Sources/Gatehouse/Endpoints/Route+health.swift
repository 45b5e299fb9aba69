// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Route {
    /// For supervisors: whether the process answers, and whether it could do its work.
    static func health(_ authority: Authority) -> [Route] {
        let readiness = Readiness(authority.store)
        return [
            Route(.get, "/health/live", .anyone) { _, _ in .json(["status": "ok"]) },
            Route(.get, "/health/ready", .anyone) { _, _ in
                try readiness.check()
                return .json(["status": "ok"])
            },
        ]
    }
}
