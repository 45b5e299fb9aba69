// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// Spends the refresh token and returns its successor with a new access token, which is not fresh.
    ///
    /// A token that was spent before ends the session: either its owner or a thief holds the successor, and nobody can
    /// tell which (RFC 9700 §4.14.2). Within ``TokenPolicy/reuseGrace`` of its spending it is answered with the pair
    /// that it was spent for, to the byte, as long as that pair's refresh token has not been spent itself.
    ///
    /// - Throws: ``Denial/tokenRevoked``.
    public func refresh(_ grant: RefreshGrant, from client: Client) throws -> TokenPair {
        let now = clock()
        var issued: TokenPair?
        var seed: RefreshSeed?
        let spending = try store.spend(grant.digest, of: grant.session, by: client, at: now) { holder in
            guard let next = refreshSeed(in: holder.since, at: now) else { return nil }
            seed = next
            let end = end(of: next, at: now)
            guard tokens.reuseGrace > 0 else { return Successor(digest: next.digest, expiresAt: end) }
            // Signed within the transaction: whoever comes second must find the answer, not the promise of one.
            let pair = try issue(to: holder.user, in: grant.session, next, fresh: .never, at: now)
            issued = pair
            let answer = Successor.Answer(sealed: pair.sealed(under: grant.tokenID), until: now + tokens.reuseGrace)
            return Successor(digest: next.digest, expiresAt: end, answer: answer)
        }
        switch spending {
        case .renewed(let user):
            if let issued { return issued }
            guard let seed else { throw Denial.tokenRevoked }
            return try issue(to: user, in: grant.session, seed, fresh: .never, at: now)
        case .repeated(let sealed):
            guard let pair = TokenPair(sealed: sealed, under: grant.tokenID) else { throw Denial.tokenRevoked }
            return pair
        case .replayed, .ended: throw Denial.tokenRevoked
        }
    }
}

extension TokenPair {
    private static let label = "gatehouse successor of a refresh token"

    /// The pair, for nobody but who has the token of that `jti`, of which the store has only the digest.
    fileprivate func sealed(under tokenID: String) -> [UInt8] {
        let members: JSON = [
            "access": .string(access), "refresh": .string(refresh),
            "expires_in": .integer(expiresIn), "refresh_expires_in": .integer(refreshExpiresIn),
            "access_csrf": accessCSRF.map(JSON.string) ?? .null, "refresh_csrf": refreshCSRF.map(JSON.string) ?? .null,
        ]
        return Sealed.seal(members.serialized(), under: tokenID.utf8, label: Self.label)
    }

    fileprivate init?(sealed: [UInt8], under tokenID: String) {
        guard let bytes = Sealed.open(sealed, under: tokenID.utf8, label: Self.label),
            let json = try? JSON(parsing: bytes), let access = json["access"]?.string,
            let refresh = json["refresh"]?.string, let expiresIn = json["expires_in"]?.integer,
            let refreshExpiresIn = json["refresh_expires_in"]?.integer
        else { return nil }
        self.init(
            access: access, refresh: refresh, expiresIn: expiresIn, refreshExpiresIn: refreshExpiresIn,
            accessCSRF: json["access_csrf"]?.string, refreshCSRF: json["refresh_csrf"]?.string)
    }
}
