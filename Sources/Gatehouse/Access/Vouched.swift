// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// Whoever a token vouches for.
protocol Vouched: Sendable {
    /// What the token says.
    var claims: Claims { get }

    /// Who it is.
    var username: String? { get }
}

extension Grant: Vouched {
    var username: String? { user.name }
}

extension RefreshGrant: Vouched {
    var username: String? { claims.subject }
}
