// SPDX-License-Identifier: Apache-2.0

/// What is demanded of the claims of a token whose signature is good (RFC 7519 §4.1).
public struct Validation: Sendable, Equatable {
    /// The `iss` that are accepted; where the list is empty, none is demanded.
    public var issuers: [String]

    /// The `aud` of which a token needs one; where the list is empty, `aud` is ignored.
    public var audiences: [String]

    /// The seconds by which `exp`, `nbf` and `iat` may be missed.
    public var leeway: Int64

    /// The seconds by which `nbf` and `iat` may be missed beyond the leeway, since clocks step.
    public var clockSkew: Int64

    /// Whether a token must expire.
    public var requiresExpiration: Bool

    /// Whether a token must have a `jti` and an `iat`, without which it cannot be revoked.
    public var requiresRevocable: Bool

    /// The most seconds from `iat` to `exp`; nil where any life is accepted.
    public var maximumLifetime: Int64?

    /// The demands; by themselves a subject, an expiry, a `jti` and an `iat`.
    ///
    /// Negative seconds count as none.
    public init(
        issuers: [String] = [], audiences: [String] = [], leeway: Int64 = 0, clockSkew: Int64 = 5,
        requiresExpiration: Bool = true, requiresRevocable: Bool = true, maximumLifetime: Int64? = nil
    ) {
        self.issuers = issuers
        self.audiences = audiences
        self.leeway = leeway
        self.clockSkew = clockSkew
        self.requiresExpiration = requiresExpiration
        self.requiresRevocable = requiresRevocable
        self.maximumLifetime = maximumLifetime
    }
}
