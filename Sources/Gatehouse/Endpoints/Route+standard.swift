// SPDX-License-Identifier: Apache-2.0

import Auth

extension Route {
    /// The routes that every Gatehouse has, over these rules, with tokens that travel like this.
    public static func standard(_ authority: Authority, transport: TokenTransport = TokenTransport()) -> [Route] {
        account(authority) + session(authority, transport) + sessions(authority, transport) + administration(authority)
            + roles(authority) + revocation(authority) + audit(authority) + publicKeys(authority) + health(authority)
    }
}
