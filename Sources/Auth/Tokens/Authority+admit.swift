// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// What a good access token shows, with its user as they are now.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)``, ``Denial/tokenExpired``, ``Denial/tokenRevoked``,
    ///   ``Denial/claimsRefused``; the store's error where it cannot be read, which is never taken for a yes.
    public func admit(access token: String) throws -> Grant {
        try grant(known(token, as: .access))
    }

    /// What a good token of either type shows, with its user as they are now; a refresh token that is spent shows
    /// nothing any more.
    ///
    /// - Throws: as ``admit(access:)``.
    public func admit(either token: String) throws -> Grant {
        let known = try known(token, as: nil)
        let grant = try grant(known)
        guard known.type == .refresh else { return grant }
        let digest = TokenDigest(tokenID: try tokenID(of: known.token.claims))
        guard try store.accepts(digest, of: grant.session, at: clock()) else { throw Denial.tokenRevoked }
        return grant
    }

    /// The same for whoever wants to end the session, which a spent refresh token may do as well: its successor is with
    /// the owner who asks, or with a thief.
    ///
    /// - Throws: as ``admit(access:)``.
    public func admit(toLogOut token: String) throws -> Grant {
        try grant(known(token, as: nil))
    }

    /// What a refresh token shows that is in order; whether it is alive only spending it tells.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)``, ``Denial/tokenExpired``, ``Denial/claimsRefused``.
    public func admit(refresh token: String) throws -> RefreshGrant {
        let token = try known(token, as: .refresh).token
        let id = try tokenID(of: token.claims)
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

    private func grant(_ known: KnownToken) throws -> Grant {
        let grant = try known.grant(ifCurrentIn: store) ?? ask(about: known)
        try checkDemand(known.token)
        return grant
    }

    /// What the token shows as the store has it now.
    private func ask(about known: KnownToken) throws -> Grant {
        let claims = known.token.claims
        let session = try session(of: claims)
        guard let sighting = try store.sighting(of: session) else { throw Denial.tokenRevoked }
        guard claims.subject == sighting.user.name else { throw Denial.tokenInvalid(.claim("sub")) }
        let grant = Grant(user: sighting.user, session: session, claims: claims, header: known.token.header)
        if let mark = sighting.mark { known.keep(grant, asOf: mark) }
        return grant
    }

    private func checkDemand(_ token: VerifiedToken) throws {
        guard let demand = tokens.demand else { return }
        guard try demand(token) else { throw Denial.claimsRefused }
    }

    private func session(of claims: Claims) throws(Denial) -> Session.ID {
        guard let session = claims.sessionID else { throw .tokenInvalid(.claim("sid")) }
        return session
    }

    private func tokenID(of claims: Claims) throws(Denial) -> String {
        guard let id = claims.tokenID else { throw .tokenInvalid(.claim("jti")) }
        return id
    }

    /// The token once it is found good, of that type or, where that is nil, of either.
    private func known(_ text: String, as type: TokenType?) throws(Denial) -> KnownToken {
        let now = clock()
        let keys = keychain.inUse
        let known: KnownToken
        do throws(TokenError) {
            known = try keys.verified.token(text, at: now, leeway: tokens.validation.leeway) {
                () throws(TokenError) in try keys.ring.verify(text, now: now, tokens.validation)
            }
        } catch {
            throw error == .expired ? .tokenExpired : .tokenInvalid(error)
        }
        guard let found = known.type, type == nil || type == found else { throw .tokenInvalid(.claim("type")) }
        return known
    }
}
