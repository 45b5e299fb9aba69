// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// What a good access token shows, with its user as they are now.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)``, ``Denial/tokenExpired``, ``Denial/tokenRevoked``,
    ///   ``Denial/claimsRefused``; the store's error where it cannot be read, which is never taken for a yes.
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
    /// - Throws: ``Denial/tokenInvalid(_:)``, ``Denial/tokenExpired``, ``Denial/claimsRefused``.
    public func admit(refresh token: String) throws -> RefreshGrant {
        let token = try verified(token, as: [.refresh])
        guard let id = token.claims.tokenID else { throw Denial.tokenInvalid(.claim("jti")) }
        let session = try session(of: token.claims)
        try checkDemand(token)
        return RefreshGrant(
            session: session, tokenID: id, digest: TokenDigest(tokenID: id), claims: token.claims,
            header: token.header)
    }

    /// Whether the grant was won with a password in this session, and no longer than `window` seconds ago.
    public func isFresh(_ grant: Grant, within window: Int64? = nil) -> Bool {
        let now = clock()
        guard grant.claims.fresh?.holds(at: now) == true else { return false }
        guard let window else { return true }
        guard let issuedAt = grant.claims.issuedAt else { return false }
        return now - issuedAt <= window
    }

    private func grant(_ token: VerifiedToken) throws -> Grant {
        let claims = token.claims
        let session = try session(of: claims)
        guard let user = try store.holder(of: session) else { throw Denial.tokenRevoked }
        guard claims.subject == user.name else { throw Denial.tokenInvalid(.claim("sub")) }
        try checkDemand(token)
        return Grant(user: user, session: session, claims: claims, header: token.header)
    }

    private func checkDemand(_ token: VerifiedToken) throws {
        guard let demand = tokens.demand else { return }
        guard try demand(token) else { throw Denial.claimsRefused }
    }

    private func session(of claims: Claims) throws(Denial) -> Session.ID {
        guard let session = claims.sessionID else { throw .tokenInvalid(.claim("sid")) }
        return session
    }

    private func verified(_ text: String, as types: [TokenType]) throws(Denial) -> VerifiedToken {
        let now = clock()
        let keys = keychain.inUse
        let token: VerifiedToken
        do throws(TokenError) {
            token = try keys.verified.token(text, at: now, leeway: tokens.validation.leeway) {
                () throws(TokenError) in try keys.ring.verify(text, now: now, tokens.validation)
            }
        } catch {
            throw error == .expired ? .tokenExpired : .tokenInvalid(error)
        }
        guard let type = token.claims.type, types.contains(type) else { throw .tokenInvalid(.claim("type")) }
        return token
    }
}
