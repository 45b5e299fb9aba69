// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What a good token has shown: who asks, in which session, and what the token says.
///
/// The user is read from the store at every request; roles in the token are for clients to look at.
public struct Grant: Sendable {
    /// The user as they are now.
    public let user: User

    /// The session that the token belongs to (`sid`).
    public let session: Session.ID

    /// The claims of the token, as they were signed.
    public let claims: Claims

    /// The header of the token.
    public let header: Header
}

/// A refresh token that is in order and has not been looked up yet: only spending it tells whether it is alive.
public struct RefreshGrant: Sendable {
    /// The session that the token belongs to (`sid`).
    public let session: Session.ID

    /// The `jti`, which the store never sees.
    public let tokenID: String

    /// What the store knows the token by.
    public let digest: TokenDigest

    /// The claims of the token, as they were signed.
    public let claims: Claims

    /// The header of the token.
    public let header: Header
}
