// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// A token as it was found in a request.
struct ShownToken {
    /// The token, a compact JWS if all is well.
    let text: String

    /// Where it stood.
    let location: TokenLocation

    /// What the request says is the token's `csrf`, each way in which it has to say it.
    var proofs: [String] = []

    /// Returns where it is right each time.
    ///
    /// - Throws: ``Denial/csrfMismatch``; ``Denial/tokenInvalid(_:)`` where the token has no `csrf`, so that no request
    ///   could repeat it.
    func checkProof(_ claims: Claims) throws(Denial) {
        guard !proofs.isEmpty else { return }
        guard let expected = claims.csrf else { throw .tokenInvalid(.claim("csrf")) }
        for proof in proofs where !constantTimeEquals(Array(proof.utf8), Array(expected.utf8)) {
            throw .csrfMismatch
        }
    }
}
