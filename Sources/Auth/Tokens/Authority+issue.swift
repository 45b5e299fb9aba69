// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What is settled of a refresh token before it is signed.
struct RefreshSeed {
    /// The `jti`.
    let id: String

    /// The `exp`.
    let expiresAt: NumericDate

    var digest: TokenDigest { TokenDigest(tokenID: id) }
}

extension Authority {
    /// A name that nobody can guess and that is never made twice: 128 random bits.
    func uniqueName() -> String {
        Base64URL.encode(random(16))
    }

    /// When the last token of a session expires whose refresh token this is: an access token may be set to live longer.
    func end(of refresh: RefreshSeed, at now: NumericDate) -> NumericDate {
        max(refresh.expiresAt, now + tokens.accessLifetime)
    }

    /// Signs the pair of tokens for `user` in `session`.
    func issue(
        to user: User, in session: Session.ID, _ refresh: RefreshSeed, fresh: Freshness, at now: NumericDate
    ) throws -> TokenPair {
        func token(_ type: TokenType, id: String, until expiration: NumericDate, _ fresh: Freshness) throws -> String {
            try keys.sign(
                Claims(
                    type: type, subject: user.name, tokenID: id, issuedAt: now, expiration: expiration, fresh: fresh,
                    audience: tokens.audience, issuer: tokens.issuer, role: user.role, roles: user.roles,
                    sessionID: session))
        }
        return TokenPair(
            access: try token(.access, id: uniqueName(), until: now + tokens.accessLifetime, fresh),
            refresh: try token(.refresh, id: refresh.id, until: refresh.expiresAt, .never),
            expiresIn: tokens.accessLifetime)
    }
}
