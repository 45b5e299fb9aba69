// SPDX-License-Identifier: Apache-2.0

import Auth

extension Route {
    /// The routes that every Gatehouse has, over these rules, with tokens that travel like this.
    public static func standard(_ authority: Authority, transport: TokenTransport = TokenTransport()) -> [Route] {
        let open = account(authority) + session(authority, transport) + sessions(authority, transport)
        let administrative =
            administration(authority) + roles(authority) + revocation(authority) + audit(authority)
        return open + administrative.map { $0.noting(authority) } + publicKeys(authority) + health(authority)
    }
}
