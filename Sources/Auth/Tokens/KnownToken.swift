// SPDX-License-Identifier: Apache-2.0

import JOSE
import Synchronization

/// A token that was found good, and whoever was found to hold it.
final class KnownToken: Sendable {
    /// What the token says.
    let token: VerifiedToken

    /// What the token is for, which is asked at every request.
    let type: TokenType?

    /// When it is good without being verified again.
    let validity: Range<NumericDate>

    private struct Shown {
        let grant: Grant
        let mark: Mark
    }

    private let shown = Mutex<Shown?>(nil)

    init(_ token: VerifiedToken, validity: Range<NumericDate>) {
        self.token = token
        type = token.claims.type
        self.validity = validity
    }

    /// What the token has shown before, where nothing has changed about its user since; nil where the store has to be
    /// asked.
    func grant(ifCurrentIn store: any Store) -> Grant? {
        guard let shown = shown.withLock({ $0 }), store.isCurrent(shown.mark) else { return nil }
        return shown.grant
    }

    /// Keeps what the token shows as long as the store vouches for the mark.
    func keep(_ grant: Grant, asOf mark: Mark) {
        shown.withLock { $0 = Shown(grant: grant, mark: mark) }
    }
}
