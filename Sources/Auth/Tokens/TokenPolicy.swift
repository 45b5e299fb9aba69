// SPDX-License-Identifier: Apache-2.0

import JOSE

/// How tokens are made and which are accepted.
public struct TokenPolicy: Sendable {
    /// How long an access token lives, in seconds.
    public var accessLifetime: Int64
    /// How long a refresh token lives, in seconds.
    public var refreshLifetime: Int64
    /// How long a session lives at most, counted from its login, in seconds; nil where refreshing prolongs it for ever.
    public var sessionLifetime: Int64?
    /// For how long a spent refresh token is answered with the same successor, in seconds.
    public var reuseGrace: Int64
    /// The `iss` that is written, where there is one.
    public var issuer: String?
    /// The `aud` that is written, where there is one.
    public var audience: [String]
    /// What is demanded of the registered claims of a token that comes back.
    public var validation: Validation
    /// Whether `nbf` is written.
    public var writesNotBefore = true
    /// The types of tokens in which `csrf` is written, since they travel in cookies.
    public var typesWithCSRF: Set<TokenType> = []
    /// What an application adds to the tokens of its users.
    public var additions = TokenAdditions()
    /// What an application demands of a token that is good in all else; false refuses it.
    public var demand: (@Sendable (VerifiedToken) throws -> Bool)?

    /// A policy; the lifetimes are in seconds.
    public init(
        accessLifetime: Int64 = 1800, refreshLifetime: Int64 = 604_800, sessionLifetime: Int64? = nil,
        reuseGrace: Int64 = 0,
        issuer: String? = nil, audience: [String] = [], validation: Validation = Validation()
    ) {
        self.accessLifetime = accessLifetime
        self.refreshLifetime = refreshLifetime
        self.sessionLifetime = sessionLifetime
        self.reuseGrace = reuseGrace
        self.issuer = issuer
        self.audience = audience
        self.validation = validation
    }
}
