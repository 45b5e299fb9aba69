// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
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
            let answer = Successor.Answer(
                sealed: try pair.sealed(under: grant.tokenID), until: now + tokens.reuseGrace)
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
    fileprivate func sealed(under tokenID: String) throws -> [UInt8] {
        Sealed.seal(try JSONEncoder().encode(self), under: tokenID.utf8, label: Self.label)
    }

    fileprivate init?(sealed: [UInt8], under tokenID: String) {
        guard let bytes = Sealed.open(sealed, under: tokenID.utf8, label: Self.label),
            let pair = try? JSONDecoder().decode(TokenPair.self, from: Data(bytes))
        else { return nil }
        self = pair
    }
}
