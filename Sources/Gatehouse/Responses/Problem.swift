// SPDX-License-Identifier: Apache-2.0

import CGI
import JOSE

/// An answer that says no: a status, a stable code for programs, one sentence for people.
///
/// A handler may throw one; it becomes `{"error": "<sentence>", "code": "<code>"}`.
public struct Problem: Error, Sendable, Equatable {
    /// The status.
    public let status: Int

    /// What programs tell problems apart by; it does not change.
    public let code: String

    /// One sentence for a person.
    public let sentence: String

    /// Fields that the answer carries besides.
    public var headers: [String: String]

    /// Members of the answer after the sentence and the code.
    var details: [JSON.Member] = []
    /// The cookies that the answer sets or removes.
    var cookies: [SetCookie] = []

    /// A problem of the application's own.
    public init(status: Int, code: String, sentence: String, headers: [String: String] = [:]) {
        self.status = status
        self.code = code
        self.sentence = sentence
        self.headers = headers
    }

    /// The answer; `messageKey` is the member that holds the sentence.
    func response(messageKey: String) -> CGI.Response {
        var response = CGI.Response.json(
            .object([JSON.Member(messageKey, .string(sentence)), JSON.Member("code", .string(code))] + details),
            status: status)
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { response.setHeader(name, value) }
        response.add(cookies)
        return response
    }
}

extension Problem {
    /// The body is no JSON object.
    public static let bodyNotJSON = Problem(
        status: 400, code: "body_not_json", sentence: "Request body must be JSON")

    /// The Content-Type names something other than JSON.
    public static let mediaTypeNotJSON = Problem(
        status: 415, code: "media_type_not_json", sentence: "Request body must be JSON")

    /// Nothing is at this path.
    public static let notFound = Problem(status: 404, code: "not_found", sentence: "Not found")

    /// A fault of ours; the log has the details under the request's id.
    static let fault = Problem(status: 500, code: "internal_error", sentence: "Internal server error")

    /// The store cannot be asked: nothing was allowed and nothing was done.
    static let unavailable = Problem(
        status: 503, code: "service_unavailable", sentence: "Service is temporarily unavailable",
        headers: ["Retry-After": "1"])

    /// Whoever asks for what is guarded is told no, since what is required of them cannot be read.
    static let misconfigured = Problem(status: 403, code: "requirement_invalid", sentence: "Access is not configured")

    /// These parts fail, without which requests cannot be answered.
    static func notReady(_ parts: [String]) -> Problem {
        var problem = Problem(
            status: 503, code: "not_ready", sentence: "Service is not ready", headers: ["Retry-After": "1"])
        problem.details = [JSON.Member("not_ready", .array(parts.map(JSON.string)))]
        return problem
    }

    /// The path has other methods only.
    static func methodNotAllowed(_ allowed: [Method]) -> Problem {
        Problem(
            status: 405, code: "method_not_allowed", sentence: "Method not allowed",
            headers: ["Allow": allowField(allowed)])
    }

    /// The Allow field (RFC 9110 §10.2.1).
    static func allowField(_ methods: [Method]) -> String {
        (methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : []) + ["OPTIONS"]).joined(separator: ", ")
    }
}
