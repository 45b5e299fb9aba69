// SPDX-License-Identifier: Apache-2.0

import Auth

extension Route {
    /// The same route, which removes the cookies of a browser whose token is dead: none of them opens anything again.
    ///
    /// A request that lacks its proof removes nothing, nor does a token that stood elsewhere, or any page could log its
    /// visitors out.
    func sweeping(_ transport: TokenTransport) -> Route {
        guard transport.usesCookies else { return self }
        return Route(method, path, access) { request, doorkeeper, record in
            do {
                return try answer(request, doorkeeper, &record)
            } catch var refused as TurnedAway where refused.denial.isFinal && refused.location == .cookies {
                refused.cookies = transport.farewell
                throw refused
            } catch let denial as Denial where denial.isFinal && record.location == .cookies {
                throw TurnedAway(denial: denial, cookies: transport.farewell)
            }
        }
    }
}

extension Denial {
    /// Whether the token that was shown will never be good again.
    fileprivate var isFinal: Bool {
        switch self {
        case .tokenInvalid, .tokenExpired, .tokenRevoked: true
        default: false
        }
    }
}
