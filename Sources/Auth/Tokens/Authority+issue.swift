// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What is settled of a refresh token before it is signed.
struct RefreshSeed {
    /// The `jti`.
    let id: String

    /// The `exp`.
    let expiresAt: NumericDate

    /// When the session ends in which it is issued, whatever is refreshed; no token outlives it.
    let sessionEnd: NumericDate?

    var digest: TokenDigest { TokenDigest(tokenID: id) }
}

extension Authority {
    /// A name that nobody can guess and that is never made twice: 128 random bits.
    func uniqueName() -> String {
        Base64URL.encode(random(16))
    }

    /// A refresh token for a session that was opened at `opened`; nil where that has reached its end.
    func refreshSeed(in opened: NumericDate, at now: NumericDate) -> RefreshSeed? {
        let end = tokens.sessionLifetime.map { opened + $0 }
        guard now < end ?? .max else { return nil }
        return RefreshSeed(
            id: uniqueName(), expiresAt: min(now + tokens.refreshLifetime, end ?? .max), sessionEnd: end)
    }

    /// When the last token of a session expires whose refresh token this is: an access token may be set to live longer.
    func end(of refresh: RefreshSeed, at now: NumericDate) -> NumericDate {
        max(refresh.expiresAt, accessEnd(beside: refresh, at: now))
    }

    private func accessEnd(beside refresh: RefreshSeed, at now: NumericDate) -> NumericDate {
        min(now + tokens.accessLifetime, refresh.sessionEnd ?? .max)
    }

    /// Signs the pair of tokens for `user` in `session`.
    func issue(
        to user: User, in session: Session.ID, _ refresh: RefreshSeed, fresh: Freshness, at now: NumericDate
    ) throws -> TokenPair {
        func token(_ type: TokenType, id: String, until expiration: NumericDate, _ fresh: Freshness) throws -> String {
            var claims = Claims(
                type: type, subject: user.name, tokenID: id, issuedAt: now, expiration: expiration, fresh: fresh,
                csrf: csrf(of: id, type), audience: tokens.audience, issuer: tokens.issuer, role: user.role,
                roles: user.roles, sessionID: session,
                additional: try tokens.additions.checkedClaims(for: user, type))
            if !tokens.writesNotBefore { claims.members.removeAll { $0.name == "nbf" } }
            return try keys.sign(claims, parameters: tokens.additions.checkedParameters(for: user, type))
        }
        let id = uniqueName()
        let accessEnd = accessEnd(beside: refresh, at: now)
        return TokenPair(
            access: try token(.access, id: id, until: accessEnd, fresh),
            refresh: try token(.refresh, id: refresh.id, until: refresh.expiresAt, .never),
            expiresIn: accessEnd - now, refreshExpiresIn: refresh.expiresAt - now,
            accessCSRF: csrf(of: id, .access), refreshCSRF: csrf(of: refresh.id, .refresh))
    }
}
