// SPDX-License-Identifier: Apache-2.0

import Auth

/// What an optional route makes of a token whose time has passed.
public enum ExpiredToken: Sendable {
    /// It is refused as anywhere else, so that the client knows that it should renew it.
    case refused
    /// Whoever shows it is a guest.
    case guest
}

extension Access where Subject == Grant? {
    /// Whoever asks; a token that comes must be good, and nil stands for a guest who shows none.
    public static var optional: Access { .optional(expired: .refused) }

    /// Whoever asks; nil stands for a guest, who may be allowed to show a token that has expired.
    public static func optional(expired: ExpiredToken) -> Access {
        Access(
            name: expired == .guest ? "optional, also with an expired token" : "optional",
            admit: { request, doorkeeper in
                guard let shown = try doorkeeper.find(.access, in: request) else { return guest }
                do {
                    let admission = try doorkeeper.admit(shown) { try $0.admit(access: $1) }
                    return admission.passing(admission.subject)
                } catch let refused as TurnedAway where refused.denial == .tokenExpired && expired == .guest {
                    return guest
                }
            })
    }

    private static var guest: Admission<Grant?> { Admission(subject: nil, location: nil, username: nil, token: nil) }
}
