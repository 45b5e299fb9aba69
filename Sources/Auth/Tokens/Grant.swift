// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What a good token has shown: who asks, in which session, and what the token says.
///
/// The user is as the store knows them at every request; roles in the token are for clients to look at.
public struct Grant: Sendable {
    /// One object, since the same grant is handed to many requests and through many hands in each.
    private final class Contents: Sendable {
        let user: User
        let session: Session.ID
        let claims: Claims
        let header: Header

        init(_ user: User, _ session: Session.ID, _ claims: Claims, _ header: Header) {
            self.user = user
            self.session = session
            self.claims = claims
            self.header = header
        }
    }

    private let contents: Contents

    init(user: User, session: Session.ID, claims: Claims, header: Header) {
        contents = Contents(user, session, claims, header)
    }

    /// The user as they are now.
    public var user: User { contents.user }

    /// The session that the token belongs to (`sid`).
    public var session: Session.ID { contents.session }

    /// The claims of the token, as they were signed.
    public var claims: Claims { contents.claims }

    /// The header of the token.
    public var header: Header { contents.header }
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
