// SPDX-License-Identifier: Apache-2.0

import Auth

/// Who may come in, and what the handler receives of them.
public struct Access<Subject: Sendable>: Sendable {
    /// The access in words, as `gatehouse routes` prints it.
    public let name: String

    let admit: @Sendable (HTTPRequest, Doorkeeper) throws -> Admission<Subject>
}

extension Access where Subject == Void {
    /// Whoever asks; no token is looked at.
    public static var anyone: Access {
        Access(name: "anyone", admit: { _, _ in Admission(subject: (), location: nil, username: nil, token: nil) })
    }
}

extension Access where Subject == Grant {
    /// Whoever shows a good access token.
    public static var signedIn: Access { guarded("signed in") { _, _ in } }

    /// Whoever has shown the password in this session, not merely a refresh token.
    public static var fresh: Access {
        guarded("fresh") { grant, authority in
            guard authority.isFresh(grant) else { throw Denial.freshTokenRequired }
        }
    }

    /// Whoever has shown the password no longer than `window` ago.
    public static func fresh(within window: Duration) -> Access {
        let seconds = window.components.seconds
        return guarded("fresh within \(seconds) s") { grant, authority in
            guard authority.isFresh(grant, within: seconds) else { throw Denial.freshTokenRequired }
        }
    }

    /// Whoever shows a good token of either type, a refresh token as long as it is not spent.
    public static var eitherToken: Access { either { try $0.admit(either: $1) } }

    static func either(_ admit: @escaping @Sendable (Authority, String) throws -> Grant) -> Access {
        Access(
            name: "either token",
            admit: { request, doorkeeper in
                guard let shown = try doorkeeper.find(.access, in: request) ?? doorkeeper.find(.refresh, in: request)
                else { throw Denial.tokenRequired }
                return try doorkeeper.admit(shown, by: admit)
            })
    }

    static func guarded(
        _ name: String, _ demand: @escaping @Sendable (Grant, Authority) throws -> Void
    ) -> Access {
        Access(
            name: name,
            admit: { request, doorkeeper in
                let admission = try doorkeeper.admit(.access, in: request) { try $0.admit(access: $1) }
                return try admission.meeting { try demand($0, doorkeeper.authority) }
            })
    }
}

extension Access where Subject == RefreshGrant {
    /// Whoever shows a refresh token that is in order; it is the handler's to spend it.
    public static var refreshToken: Access {
        Access(
            name: "refresh token",
            admit: { request, doorkeeper in
                try doorkeeper.admit(.refresh, in: request) { try $0.admit(refresh: $1) }
            })
    }
}
