// SPDX-License-Identifier: Apache-2.0

import Auth

/// Who came in, and by what token.
public struct Admission<Subject: Sendable>: Sendable {
    /// Who came in.
    public let subject: Subject

    /// Where the token stood; nil for a guest.
    public let location: TokenLocation?

    /// Their name, for the log; nil for a guest.
    let username: String?

    /// The token, for an own answer to what is found out later; nil for a guest.
    let token: String?

    /// The same admission, where `demand` asks for nothing more.
    ///
    /// - Throws: ``TurnedAway`` where it does; then the log names whose token was good all the same.
    func meeting(_ demand: (Subject) throws -> Void) throws -> Admission {
        do {
            try demand(subject)
            return self
        } catch let denial as Denial {
            throw TurnedAway(denial: denial, token: token, location: location, username: username)
        }
    }

    /// The same admission, with another view of who came in.
    func passing<Other: Sendable>(_ subject: Other) -> Admission<Other> {
        Admission<Other>(subject: subject, location: location, username: username, token: token)
    }
}
