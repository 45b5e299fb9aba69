// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Allowance {
    /// The fields of draft-ietf-httpapi-ratelimit-headers-03, the form that clients read: times in seconds from now.
    var headers: [String: String] {
        [
            "RateLimit-Limit": String(limit.attempts),
            "RateLimit-Remaining": String(remaining),
            "RateLimit-Reset": String(resetsIn),
        ]
    }
}

extension CGI.Response {
    /// The same answer, telling the client what is left to it.
    func telling(_ allowance: Allowance?) -> CGI.Response {
        var response = self
        for (name, value) in allowance?.headers ?? [:] { response.setHeader(name, value) }
        return response
    }
}
