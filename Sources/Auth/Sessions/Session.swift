// SPDX-License-Identifier: Apache-2.0

import JOSE

/// A login and all that follows from it: one family of refresh tokens and the access tokens made beside them.
///
/// Every token names its session in `sid`. Ending the session is how tokens are revoked: it needs no clock, so it is
/// exact within a second and right when clocks step back.
public struct Session: Sendable, Equatable, Identifiable {
    /// The session's public name: 128 random bits in base64url.
    public let id: String

    /// Whose session it is.
    public let userID: User.ID

    /// The digest of the one refresh token that is alive.
    public let refreshDigest: TokenDigest

    /// When the session was opened.
    public let createdAt: NumericDate

    /// When the last of its tokens expires, and the session with it.
    public let expiresAt: NumericDate

    /// From where it was opened, or renewed last.
    public let client: Client

    /// Makes a session that is about to be opened.
    public init(
        id: String, userID: User.ID, refreshDigest: TokenDigest,
        createdAt: NumericDate, expiresAt: NumericDate, client: Client
    ) {
        self.id = id
        self.userID = userID
        self.refreshDigest = refreshDigest
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.client = client
    }
}

/// A session as its owner sees it.
public struct OpenSession: Sendable, Equatable, Identifiable {
    /// The session's public name.
    public let id: Session.ID

    /// When it was opened.
    public let createdAt: NumericDate

    /// When it was opened or renewed last: checks of tokens write nothing.
    public let lastUsedAt: NumericDate

    /// When it ends unless it is renewed.
    public let expiresAt: NumericDate

    /// From where it was opened, or renewed last.
    public let client: Client

    /// Makes the value that a store hands out.
    public init(
        id: Session.ID, createdAt: NumericDate, lastUsedAt: NumericDate, expiresAt: NumericDate, client: Client
    ) {
        self.id = id
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.client = client
    }
}

/// The SHA-256 of a refresh token's `jti`: what the store keeps, so that a stolen database opens nothing.
///
/// The `jti` and not the token's bytes: a signature can have several spellings, a `jti` has one.
public struct TokenDigest: Sendable, Hashable {
    /// The digest, 32 bytes.
    public let bytes: [UInt8]

    /// Digests the `jti` of a token.
    public init(tokenID: String) {
        bytes = sha256(Array(tokenID.utf8))
    }
}
