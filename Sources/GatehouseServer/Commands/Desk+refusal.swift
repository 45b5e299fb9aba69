// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension Desk {
    /// Why the token would be refused at this moment; nil where it would be accepted.
    func refusal(of text: String, _ token: UnverifiedToken) throws -> String? {
        let authority = Authority(
            store: store,
            keychain: try caller.during { try configuration.watchedKeys() ?? configuration.settledKeys() },
            hasher: .unused,
            tokens: try configuration.tokenPolicy(), clock: host.clock)
        do {
            _ = try authority.admit(either: text)
            return nil
        } catch let denial as Denial {
            return try reason(of: denial, Claims(members: token.claims))
        }
    }

    private func reason(of denial: Denial, _ claims: Claims) throws -> String {
        switch denial {
        case .tokenInvalid(let error): return String(describing: error)
        case .tokenExpired: return String(describing: TokenError.expired)
        case .tokenRevoked:
            if try claims.sessionID.flatMap(store.user(of:)) != nil { return "it has been spent" }
            let name = claims.subject.flatMap { try? Username($0) }
            guard let user = try name.flatMap(store.user(named:)) else { return "there is no such user" }
            return user.isDisabled ? "the user is disabled" : "the session has ended"
        default: return String(describing: denial)
        }
    }
}
