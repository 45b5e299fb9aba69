// SPDX-License-Identifier: Apache-2.0

import Auth

extension Access where Subject == Session.ID {
    /// Whoever shows a good token of either type, be it spent, to end its session.
    ///
    /// One in a cookie may have expired, and in the hybrid one elsewhere: a refresh cookie goes to /refresh alone, so a
    /// browser whose access token has expired has nothing better to log out with. All other clients have the refresh
    /// token beside it, and an expired one that somebody has found ends nothing.
    static var leaving: Access {
        let either = Access<Grant>.either { try $0.admit(toLogOut: $1) }
        return Access(
            name: either.name,
            admit: { request, doorkeeper in
                do {
                    let admission = try either.admit(request, doorkeeper)
                    return admission.passing(admission.subject.session)
                } catch let refused as TurnedAway where refused.denial == .tokenExpired {
                    return try expired(request, doorkeeper, refused)
                }
            })
    }

    private static func expired(
        _ request: HTTPRequest, _ doorkeeper: Doorkeeper, _ refused: TurnedAway
    ) throws -> Admission<Session.ID> {
        guard let shown = try doorkeeper.find(.access, in: request) ?? doorkeeper.find(.refresh, in: request),
            shown.location == .cookies || doorkeeper.transport.isHybrid,
            let claims = doorkeeper.authority.contents(ofExpired: shown.text)?.claims,
            claims.type != nil, let session = claims.sessionID
        else { throw refused }
        try shown.checkProof(claims)
        return Admission(
            subject: session, location: shown.location, username: claims.subject, token: shown.text)
    }
}
