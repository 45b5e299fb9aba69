// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

extension Gate {
    /// The yes: who passes, in fields that the web server copies from; of a guest it says nothing.
    func passage(of grant: Grant?, _ environment: CGI.Environment) -> CGI.Response {
        let members = grant.map { Identity(of: $0.user, in: $0.session).members } ?? []
        if environment.isForAuthorizer {
            return CGI.Response(status: 200, headers: Identity.variables(members))
        }
        return CGI.Response(status: 204, headers: Self.uncached + Identity.fields(members))
    }

    /// The no, or that it is not known.
    ///
    /// nginx understands 401 and 403, and takes any other status for a failure, which closes the location: so the
    /// store's failures stay what they are, and all that is the client's fault is 403. It passes on none of the body,
    /// so that stands in a field.
    func refusal(_ problem: Problem, in environment: CGI.Environment) -> CGI.Response {
        let status = (400...499).contains(problem.status) && problem.status != 401 ? 403 : problem.status
        var problem = problem
        // What it sets would reach nobody.
        if !environment.isForAuthorizer { problem.cookies = [] }
        var response = problem.response(messageKey: messageKey)
        response.status = status
        guard !environment.isForAuthorizer else { return response }
        let body = String(decoding: response.body, as: UTF8.self)
        response.headers = Self.uncached + response.headers.filter { $0.name != "Content-Type" }
        response.setHeader("X-Gatehouse-Reason", problem.code)
        response.setHeader("X-Gatehouse-Problem", body)
        if status == 401 { response.setHeader("X-Gatehouse-Return", WayBack(environment).encoded) }
        response.body = []
        return response
    }

    /// A verdict holds for one request: no cache may answer for the gate.
    private static let uncached = [(name: "Cache-Control", value: "no-store")]
}
