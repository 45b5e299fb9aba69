// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// A token as it was found in a request.
struct ShownToken {
    /// The token, a compact JWS if all is well.
    let text: String

    /// Where it stood.
    let location: TokenLocation

    /// What the request repeats of the token's `csrf`; nil where nothing has to be repeated.
    var proof: String?

    /// Returns where the request repeats what it has to.
    ///
    /// - Throws: ``Denial/csrfMismatch``; ``Denial/tokenInvalid(_:)`` where the token has no `csrf`, so that no request
    ///   could repeat it.
    func checkProof(_ claims: Claims) throws(Denial) {
        guard let proof else { return }
        guard let expected = claims.csrf else { throw .tokenInvalid(.claim("csrf")) }
        guard constantTimeEquals(Array(proof.utf8), Array(expected.utf8)) else { throw .csrfMismatch }
    }
}
