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
    /// - Throws: ``Denial/tokenRevoked``; what an application's additions throw, and then the token is not spent.
    public func refresh(_ grant: RefreshGrant, from client: Client) throws -> TokenPair {
        let now = clock()
        var holder = try store.holder(of: grant.session)
        while let present = holder, let renewal = try renewal(of: grant, for: present, at: now) {
            let spending = try store.spend(
                grant.digest, of: grant.session, for: renewal.next, to: present, by: client, at: now)
            switch spending {
            case .renewed: return renewal.pair
            case .repeated(let sealed):
                guard let pair = TokenPair(sealed: sealed, under: grant.tokenID) else { throw Denial.tokenRevoked }
                return pair
            case .outdated(let changed): holder = changed
            case .replayed, .ended: throw Denial.tokenRevoked
            }
        }
        throw Denial.tokenRevoked
    }

    /// The pair that the token is to be spent for; nil where the session has reached its end.
    ///
    /// It is signed before the token is spent: whoever comes second must find the answer, not the promise of one, and
    /// while an application makes its additions nobody may be kept from writing.
    private func renewal(
        of grant: RefreshGrant, for holder: Holder, at now: NumericDate
    ) throws -> (next: Successor, pair: TokenPair)? {
        guard let seed = refreshSeed(in: holder.since, at: now) else { return nil }
        let pair = try issue(to: holder.user, in: grant.session, seed, fresh: .never, at: now)
        let answer =
            tokens.reuseGrace > 0
            ? Successor.Answer(sealed: try pair.sealed(under: grant.tokenID), until: now + tokens.reuseGrace) : nil
        return (Successor(digest: seed.digest, expiresAt: end(of: seed, at: now), answer: answer), pair)
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
