// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// What an application does its own way; by itself nothing.
///
/// It is a value that is given at the start: there is no registry that somebody could change later.
public struct Hooks: Sendable {
    /// What is added to the tokens of users.
    public var additions: TokenAdditions

    /// What is demanded of a token that is good in all else; false is answered 403, `claims_refused`.
    public var demand: (@Sendable (VerifiedToken) throws -> Bool)?

    /// The application's own answers to problems, by their code.
    public var answers: [String: Answer]

    /// Makes the answer to a problem.
    public typealias Answer = @Sendable (Occurrence) -> Response

    /// A problem as it has come up.
    public struct Occurrence: Sendable {
        /// What would be answered.
        public let problem: Problem

        /// What the token says that was refused, where it was signed by this issuer; it opens nothing.
        public let token: VerifiedToken?
    }

    /// Makes hooks; by themselves they do nothing.
    public init(
        additions: TokenAdditions = TokenAdditions(),
        demand: (@Sendable (VerifiedToken) throws -> Bool)? = nil,
        answers: [String: Answer] = [:]
    ) {
        self.additions = additions
        self.demand = demand
        self.answers = answers
    }
}
