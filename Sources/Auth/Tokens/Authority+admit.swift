// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// What a good access token shows, with its user as they are now.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)``, ``Denial/tokenExpired``, ``Denial/tokenRevoked``; the store's error where
    ///   it cannot be read, which is never taken for a yes.
    public func admit(access token: String) throws -> Grant {
        try grant(verified(token, as: [.access]))
    }

    /// What a good token of either type shows, with its user as they are now: whoever holds one may log out.
    ///
    /// - Throws: as ``admit(access:)``.
    public func admit(either token: String) throws -> Grant {
        try grant(verified(token, as: [.access, .refresh]))
    }

    /// What a refresh token shows that is in order; whether it is alive only spending it tells.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)``, ``Denial/tokenExpired``.
    public func admit(refresh token: String) throws(Denial) -> RefreshGrant {
        let claims = try verified(token, as: [.refresh])
        guard let id = claims.tokenID else { throw .tokenInvalid(.claim("jti")) }
        return RefreshGrant(
            session: try session(of: claims), tokenID: id, digest: TokenDigest(tokenID: id), claims: claims)
    }

    /// Whether the grant was won with a password in this session, and no longer than `window` seconds ago.
    public func isFresh(_ grant: Grant, within window: Int64? = nil) -> Bool {
        let now = clock()
        guard grant.claims.fresh?.holds(at: now) == true else { return false }
        guard let window else { return true }
        guard let issuedAt = grant.claims.issuedAt else { return false }
        return now - issuedAt <= window
    }

    private func grant(_ claims: Claims) throws -> Grant {
        let session = try session(of: claims)
        guard let user = try store.holder(of: session) else { throw Denial.tokenRevoked }
        guard claims.subject == user.name else { throw Denial.tokenInvalid(.claim("sub")) }
        return Grant(user: user, session: session, claims: claims)
    }

    private func session(of claims: Claims) throws(Denial) -> Session.ID {
        guard let session = claims.sessionID else { throw .tokenInvalid(.claim("sid")) }
        return session
    }

    private func verified(_ token: String, as types: [TokenType]) throws(Denial) -> Claims {
        let now = clock()
        let claims: Claims
        do throws(TokenError) {
            claims = try verified.claims(of: token, at: now, leeway: tokens.validation.leeway) {
                () throws(TokenError) in try keys.verify(token, now: now, tokens.validation).claims
            }
        } catch {
            throw error == .expired ? .tokenExpired : .tokenInvalid(error)
        }
        guard let type = claims.type, types.contains(type) else { throw .tokenInvalid(.claim("type")) }
        return claims
    }
}
