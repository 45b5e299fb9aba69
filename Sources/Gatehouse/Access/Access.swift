// SPDX-License-Identifier: Apache-2.0

import Auth

/// Who may come in, and what the handler receives of them.
public struct Access<Subject: Sendable>: Sendable {
    /// The access in words, as `gatehouse routes` prints it.
    public let name: String

    let admit: @Sendable (HTTPRequest, Doorkeeper) throws -> Subject
    let username: @Sendable (Subject) -> String?
}

extension Access where Subject == Void {
    /// Whoever asks; no token is looked at.
    public static var anyone: Access {
        Access(name: "anyone", admit: { _, _ in }, username: { nil })
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

    /// Whoever holds the role now, whatever their token says.
    public static func role(_ role: String) -> Access {
        guarded("role \(role)") { grant, _ in
            guard grant.user.roles.contains(role) else { throw Denial.insufficientPermissions }
        }
    }

    /// Whoever holds a role that grants the permission now.
    public static func permission(_ permission: Permission) -> Access {
        guarded("permission \(permission.name)") { grant, authority in
            guard try authority.store.user(grant.user.id, holds: permission) else {
                throw Denial.insufficientPermissions
            }
        }
    }

    /// Whoever shows a good token of either type: both may end their session.
    public static var eitherToken: Access {
        Access(
            name: "either token",
            admit: { request, doorkeeper in
                try doorkeeper.authority.admit(either: doorkeeper.token(in: request))
            },
            username: \.user.name)
    }

    private static func guarded(
        _ name: String, _ demand: @escaping @Sendable (Grant, Authority) throws -> Void
    ) -> Access {
        Access(
            name: name,
            admit: { request, doorkeeper in
                let grant = try doorkeeper.authority.admit(access: doorkeeper.token(in: request))
                try demand(grant, doorkeeper.authority)
                return grant
            },
            username: \.user.name)
    }
}

extension Access where Subject == Grant? {
    /// Whoever asks; a token that comes must be good, and nil stands for a guest who shows none.
    public static var optional: Access {
        Access(
            name: "optional",
            admit: { request, doorkeeper in
                guard let token = try doorkeeper.tokenIfAny(in: request) else { return nil }
                return try doorkeeper.authority.admit(access: token)
            },
            username: \.?.user.name)
    }
}

extension Access where Subject == RefreshGrant {
    /// Whoever shows a refresh token that is in order; it is the handler's to spend it.
    public static var refreshToken: Access {
        Access(
            name: "refresh token",
            admit: { request, doorkeeper in
                try doorkeeper.authority.admit(refresh: doorkeeper.token(in: request))
            },
            username: \.claims.subject)
    }
}
