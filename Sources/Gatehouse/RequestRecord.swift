// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

/// What is worth writing down of a request: never a token, a password or a cookie.
public struct RequestRecord: Sendable {
    /// The name of the request, as in `X-Request-ID`.
    public let id: String
    /// The request method.
    public let method: String
    /// The path with nothing of the query, where tokens have been seen to travel; of a check the one that is guarded.
    public let path: String
    /// What a check by the gate requires; nil for a request of Gatehouse's own.
    public let requirement: String?
    /// The address of the client.
    public let address: String
    /// Who asked, where a token has shown it.
    public internal(set) var user: String?
    /// The status of the answer; 0 until there is one.
    public private(set) var status = 0
    /// How long the answer took to make.
    public private(set) var duration: Duration = .zero
    /// Why the answer is no, in words that the client is not told.
    public internal(set) var reason: String?
    /// Whether it is no until an operator has mended what is set up.
    public private(set) var isMisconfigured = false

    /// Where the token stood that let them in.
    var location: TokenLocation?

    private let begin = ContinuousClock.now

    init(_ environment: CGI.Environment, id: String) {
        let request = CGI.Request(environment: environment, body: [])
        self.id = id
        method = request.method
        requirement = environment["GATEHOUSE_REQUIRE"]
        path = environment.isCheck ? Self.guardedPath(environment) : request.path
        address = request.remoteAddress
    }

    /// The path as the client has sent it: in the place of the normalised one, a check has that of its own location.
    private static func guardedPath(_ environment: CGI.Environment) -> String {
        String((environment["REQUEST_URI"] ?? "").prefix { $0 != "?" })
    }

    /// The answer to an error, whose particulars are kept for the log.
    mutating func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let denial as Denial: return problem(for: denial)
        case let refused as TurnedAway:
            var problem = problem(for: refused.denial)
            problem.cookies = refused.cookies
            user = refused.username ?? user
            return problem
        case let error as Misconfiguration:
            reason = error.sentence
            isMisconfigured = true
            return .misconfigured
        case let error as NotReady:
            reason = String(describing: error.cause)
            return .notReady(error.parts)
        default:
            reason = String(describing: error)
            return error is any StoreFailure ? .unavailable : .fault
        }
    }

    private mutating func problem(for denial: Denial) -> Problem {
        if case .tokenInvalid(let detail) = denial { reason = String(describing: detail) }
        return Problem(denial)
    }

    mutating func finish(status: Int) {
        self.status = status
        duration = ContinuousClock.now - begin
    }
}
