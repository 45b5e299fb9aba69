// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension CGI.Response {
    /// A pair of tokens in the members of RFC 6749 §5.1, which no cache may keep.
    static func tokens(_ pair: TokenPair) -> CGI.Response {
        var response = CGI.Response.json([
            "access_token": .string(pair.access),
            "refresh_token": .string(pair.refresh),
            "token_type": "Bearer",
            "expires_in": .integer(pair.expiresIn),
        ])
        response.setHeader("Cache-Control", "no-store")
        return response
    }
}
