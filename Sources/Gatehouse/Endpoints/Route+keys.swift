// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Route {
    /// The public keys, for whoever verifies tokens without asking.
    ///
    /// They may be kept for five minutes, so a key should be next for that long before it is current. The type is
    /// `application/json`, which every client takes; some refuse RFC 7517's `application/jwk-set+json`.
    static func publicKeys(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/.well-known/jwks.json", .anyone) { request, _ in
                let set = authority.publicJWKSet
                let tag = EntityTag(of: set)
                let isKnown = request.header("If-None-Match").map(tag.matches) ?? false
                var response = CGI.Response(status: isKnown ? 304 : 200, body: isKnown ? [] : set)
                if !isKnown { response.setHeader("Content-Type", "application/json") }
                response.setHeader("ETag", tag.description)
                response.setHeader("Cache-Control", "public, max-age=300")
                return response
            }
        ]
    }
}
