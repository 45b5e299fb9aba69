// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

/// The path of a request: a route is found, its access is asked, its handler answers, and whatever is thrown on the way
/// becomes an answer of one shape.
public struct API: CGI.Application {
    private let router: Router
    private let doorkeeper: Doorkeeper
    private let gate: Gate
    private let settings: Settings
    private let answers: [String: Hooks.Answer]
    private let observe: @Sendable (RequestRecord) -> Void

    /// What an operator may choose of the HTTP face.
    public struct Settings: Sendable {
        /// What stands before every route's path, without a slash at its end.
        public var basePath: String

        /// The member of an error's body that holds the sentence (`JWT_ERROR_MESSAGE_KEY`).
        public var messageKey: String

        /// Settings with those of a server that has a host name to itself.
        public init(basePath: String = "", messageKey: String = "error") {
            self.basePath = basePath
            self.messageKey = messageKey
        }
    }

    /// An application of these routes.
    ///
    /// `answers` are the application's own to problems, by their code; `observe` receives a record of every request
    /// after it was answered.
    ///
    /// - Throws: ``RouteConflict`` where two routes have the same method and path.
    public init(
        routes: [Route], doorkeeper: Doorkeeper, settings: Settings = Settings(),
        answers: [String: Hooks.Answer] = [:],
        observe: @escaping @Sendable (RequestRecord) -> Void = { _ in }
    ) throws(RouteConflict) {
        router = try Router(routes)
        self.doorkeeper = doorkeeper
        gate = Gate(doorkeeper, messageKey: settings.messageKey)
        self.settings = settings
        self.answers = answers
        self.observe = observe
    }

    /// Answers a request that came whole.
    public func respond(to request: CGI.Request) -> CGI.Response {
        recorded(request.environment) { record throws in
            guard !request.environment.isCheck else {
                return try gate.answer(to: HTTPRequest(request, record, path: request.path), &record)
            }
            guard let path = below(record.path) else { throw Problem.notFound }
            var request = HTTPRequest(request, record, path: path)
            return try answer(&request, &record)
        }
    }

    /// Answers a request that the wire has refused.
    public func respond(to refusal: Refusal, in environment: CGI.Environment) -> CGI.Response {
        recorded(environment) { record throws in
            if case .repeated(variable: Gate.variable) = refusal {
                throw Misconfiguration("\(Gate.variable) was sent twice")
            }
            record.reason = String(describing: refusal)
            throw Problem(refusal)
        }
    }

    private func answer(_ request: inout HTTPRequest, _ record: inout RequestRecord) throws -> CGI.Response {
        switch router.match(request.method, request.path) {
        case .route(let route, let parameters):
            request.parameters = parameters
            return try route.answer(request, doorkeeper, &record)
        case .otherMethods(let methods) where request.method == "OPTIONS":
            return CGI.Response(status: 204, headers: [("Allow", Problem.allowField(methods))])
        case .otherMethods(let methods): throw Problem.methodNotAllowed(methods)
        case .nothing: throw Problem.notFound
        }
    }

    /// The answer to a problem: the application's own, where it has one for it.
    private func answer(
        to problem: Problem, _ error: any Error, in environment: CGI.Environment
    ) -> CGI.Response {
        guard !environment.isCheck else { return gate.refusal(problem, in: environment) }
        guard let own = answers[problem.code] else { return problem.response(messageKey: settings.messageKey) }
        let token = (error as? TurnedAway)?.token.flatMap(doorkeeper.authority.contents(ofExpired:))
        var response = own(Hooks.Occurrence(problem: problem, token: token))
        response.add(problem.cookies)
        // The challenge of a 401 and the wait of a 429 are the problem's, whatever words the application has for it.
        for (name, value) in problem.headers where response.header(name) == nil { response.setHeader(name, value) }
        return response
    }

    /// The path below the base path; nil for one that lies beside it.
    private func below(_ path: String) -> String? {
        guard !settings.basePath.isEmpty else { return path }
        guard path.hasPrefix(settings.basePath + "/") else { return nil }
        return String(path.dropFirst(settings.basePath.count))
    }

    /// Runs `work`, turns what it throws into an answer, names the answer, and has it recorded.
    private func recorded(
        _ environment: CGI.Environment, _ work: (inout RequestRecord) throws -> CGI.Response
    ) -> CGI.Response {
        var record = RequestRecord(environment, id: RequestID.of(environment))
        var response: CGI.Response
        do {
            response = try work(&record)
        } catch {
            response = answer(to: record.problem(for: error), error, in: environment)
        }
        response.setHeader("X-Request-ID", record.id)
        record.finish(status: response.status)
        observe(record)
        return response
    }
}
