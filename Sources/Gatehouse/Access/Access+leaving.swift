// SPDX-License-Identifier: Apache-2.0

import Auth

extension Access where Subject == Session.ID {
    /// Whoever shows a good token of either type, to end its session.
    ///
    /// Where refresh tokens are in cookies it may have expired: the refresh token does not go where the access token
    /// goes, so a browser whose access token has expired has nothing better to log out with.
    static var leaving: Access {
        Access(
            name: Access<Grant>.eitherToken.name,
            admit: { request, doorkeeper in
                do {
                    let admission = try Access<Grant>.eitherToken.admit(request, doorkeeper)
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
            shown.location == .cookies || doorkeeper.transport.locations(of: .refresh).contains(.cookies),
            let claims = doorkeeper.authority.contents(ofExpired: shown.text)?.claims,
            claims.type != nil, let session = claims.sessionID
        else { throw refused }
        try shown.checkProof(claims)
        return Admission(
            subject: session, location: shown.location, username: claims.subject, token: shown.text)
    }
}
