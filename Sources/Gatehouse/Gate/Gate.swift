// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

/// Answers a web server that asks whether a request of its own may pass, and guards what is not Gatehouse's thereby.
///
/// The requirement stands in the variable GATEHOUSE_REQUIRE, which only the web server's configuration can set: what a
/// client sends is called HTTP_ something.
struct Gate: Sendable {
    let doorkeeper: Doorkeeper
    let messageKey: String
    private let requirements = KnownRequirements()

    init(_ doorkeeper: Doorkeeper, messageKey: String) {
        self.doorkeeper = doorkeeper
        self.messageKey = messageKey
    }

    /// The answer to a request that may pass.
    ///
    /// Nothing is written by it, and nothing is counted against a limit. A token that comes must be good, also where
    /// guests may pass.
    ///
    /// - Throws: why it may not, or why that cannot be known, which ``refusal(_:in:)`` makes an answer of.
    func answer(to request: HTTPRequest, _ record: inout RequestRecord) throws -> CGI.Response {
        let requirement = try requirement(of: request.cgi.environment)
        let admission = try Access<Grant?>.optional.admit(request, doorkeeper)
        record.user = admission.username
        _ = try admission.meeting { try doorkeeper.authority.check(requirement, of: $0) }
        return passage(of: admission.subject, request.cgi.environment)
    }

    private func requirement(of environment: CGI.Environment) throws(Misconfiguration) -> Requirement {
        guard let text = environment[Self.variable] else { throw Misconfiguration("\(Self.variable) was not sent") }
        do throws(RequirementFault) {
            return try requirements.requirement(text)
        } catch {
            throw Misconfiguration("\(Self.variable) \(error)")
        }
    }

    static let variable = "GATEHOUSE_REQUIRE"
}

/// Something is set up in a way that nobody may be let in by; it is for the operator to mend.
struct Misconfiguration: Error {
    /// What is wrong.
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
