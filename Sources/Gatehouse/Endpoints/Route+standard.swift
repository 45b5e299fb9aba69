// SPDX-License-Identifier: Apache-2.0

import Auth

extension Route {
    /// The routes that every Gatehouse has, over these rules.
    public static func standard(_ authority: Authority) -> [Route] {
        account(authority) + session(authority) + sessions(authority) + administration(authority)
            + revocation(authority) + audit(authority) + health(authority)
    }
}
