// SPDX-License-Identifier: Apache-2.0

import Auth

/// Finds the token in a request and asks the rules about it.
public struct Doorkeeper: Sendable {
    /// The rules.
    public let authority: Authority

    /// Where tokens are looked for.
    var transport: TokenTransport

    /// A doorkeeper who takes tokens from where they travel; by itself from the Authorization field.
    public init(authority: Authority, transport: TokenTransport = TokenTransport()) {
        self.authority = authority
        self.transport = transport
    }

    /// What `admit` makes of the token of that type, once the request has proved that its owner sent it.
    ///
    /// - Throws: ``Denial/tokenRequired`` where there is no token.
    func admit<Subject: Vouched>(
        _ type: TokenType, in request: HTTPRequest,
        by admit: (Authority, String) throws -> Subject
    ) throws -> Admission<Subject> {
        guard let shown = try find(type, in: request) else { throw Denial.tokenRequired }
        return try self.admit(shown, by: admit)
    }

    /// What `admit` makes of a token that was found, once the request has proved that its owner sent it.
    ///
    /// - Throws: ``TurnedAway`` where the rules, or the proof, say no.
    func admit<Subject: Vouched>(
        _ shown: ShownToken, by admit: (Authority, String) throws -> Subject
    ) throws -> Admission<Subject> {
        do {
            let subject = try admit(authority, shown.text)
            let admission = Admission(
                subject: subject, location: shown.location, username: subject.username, token: shown.text)
            return try admission.meeting { try shown.checkProof($0.claims) }
        } catch let denial as Denial {
            throw TurnedAway(denial: denial, token: shown.text, location: shown.location)
        }
    }
}
