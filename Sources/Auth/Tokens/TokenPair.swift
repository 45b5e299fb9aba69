// SPDX-License-Identifier: Apache-2.0

/// An access token and the refresh token that goes with it.
public struct TokenPair: Sendable, Equatable, Codable {
    /// The access token, a compact JWS.
    public let access: String

    /// The refresh token, a compact JWS; it works once.
    public let refresh: String

    /// How long the access token lives from now, in seconds.
    public let expiresIn: Int64

    /// How long the refresh token lives from now, in seconds.
    public let refreshExpiresIn: Int64

    /// The `csrf` of the access token; nil where it has none.
    public let accessCSRF: String?

    /// The `csrf` of the refresh token; nil where it has none.
    public let refreshCSRF: String?
}
