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

/// Who asks: the address that nginx has seen and what the client calls itself.
public struct Client: Sendable, Equatable {
    /// `REMOTE_ADDR`, in full.
    public let address: String

    /// The User-Agent field, cut to 256 bytes at a character's end, where there is one.
    public let userAgent: String?

    /// Makes a client from what the request says.
    public init(address: String, userAgent: String? = nil) {
        self.address = address
        self.userAgent = userAgent.map { Self.cut($0, to: 256) }
    }

    private static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: bytes)
        while end > text.startIndex, String.Index(end, within: text) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
