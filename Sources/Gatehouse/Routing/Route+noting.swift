// SPDX-License-Identifier: Apache-2.0

import Auth

extension Route {
    /// The same route, of which the audit tells who has asked for it and may not.
    func noting(_ authority: Authority) -> Route {
        Route(method, path, access) { request, doorkeeper, trail in
            do {
                return try answer(request, doorkeeper, &trail)
            } catch let refused as TurnedAway where refused.denial == .insufficientPermissions {
                if let name = refused.username {
                    try authority.noteRefusal(of: "\(method.rawValue) \(path)", to: name, from: request.client)
                }
                throw refused
            }
        }
    }
}
