// SPDX-License-Identifier: Apache-2.0

/// Where in a request a token may stand, in the words of `JWT_TOKEN_LOCATION`.
public enum TokenLocation: String, Sendable, CaseIterable {
    /// The Authorization field, or another of its form (RFC 6750 §2.1).
    case headers
    /// A cookie; what changes anything has to repeat the token's `csrf` besides.
    case cookies
    /// A parameter of the query, where it ends up in logs and histories (RFC 6750 §2.3).
    case queryString = "query_string"
    /// A member of a JSON body.
    case json
}
