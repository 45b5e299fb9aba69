// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// For supervisors: whether the process answers, and whether it could do its work.
    ///
    /// A worker that does its work with the keys it has, since the key file cannot be used, is ready and says so.
    static func health(_ authority: Authority) -> [Route] {
        let readiness = Readiness(authority.store)
        return [
            Route(.get, "/health/live", .anyone) { _, _ in .json(["status": "ok"]) },
            Route(.get, "/health/ready", .anyone) { _, _ in
                try readiness.check()
                let warnings = authority.complaints
                guard !warnings.isEmpty else { return .json(["status": "ok"]) }
                return .json(["status": "ok", "warnings": .array(warnings.map(JSON.string))])
            },
        ]
    }
}
