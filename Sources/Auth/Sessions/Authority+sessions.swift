// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// Spends the refresh token and returns its successor with a new access token, which is not fresh.
    ///
    /// A token that was spent before ends the session: either its owner or a thief holds the successor, and nobody can
    /// tell which (RFC 9700 §4.14.2).
    ///
    /// - Throws: ``Denial/tokenRevoked``.
    public func refresh(_ grant: RefreshGrant, from client: Client) throws -> TokenPair {
        let now = clock()
        let next = RefreshSeed(id: uniqueName(), expiresAt: now + tokens.refreshLifetime)
        let spending = try store.spend(
            grant.digest, of: grant.session, for: next.digest, expiring: end(of: next, at: now),
            by: client, at: now)
        switch spending {
        case .renewed(let user): return try issue(to: user, in: grant.session, next, fresh: .never, at: now)
        case .replayed, .ended: throw Denial.tokenRevoked
        }
    }

    /// Ends the session: when this has returned, its access and refresh tokens are dead everywhere.
    ///
    /// - Throws: ``Denial/tokenRevoked`` where it had ended before.
    public func logout(_ session: Session.ID) throws {
        guard try store.end(session, at: clock()) else { throw Denial.tokenRevoked }
    }
}
