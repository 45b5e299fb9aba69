// SPDX-License-Identifier: Apache-2.0

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

    /// The same admission, with another view of who came in.
    func passing<Other: Sendable>(_ subject: Other) -> Admission<Other> {
        Admission<Other>(subject: subject, location: location, username: username, token: token)
    }
}
