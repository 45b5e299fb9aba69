// SPDX-License-Identifier: Apache-2.0

import CGI

/// A method, a path, who may come in, and what is answered.
///
/// Who may come in cannot be left out: it is what the handler receives.
///
/// ```swift
/// Route(.get, "/items", .signedIn) { request, grant in .json(["owner": .string(grant.user.name)]) }
/// ```
public struct Route: Sendable {
    /// The method.
    public let method: Method

    /// The path below the base path; a segment in braces, `{id}`, matches any one segment.
    public let path: String

    /// Who may come in, in words.
    public let access: String

    let answer: @Sendable (HTTPRequest, Doorkeeper, inout RequestRecord) throws -> CGI.Response

    /// A route whose handler runs for whoever `access` admits, and receives what it found out about them.
    public init<Subject>(
        _ method: Method, _ path: String, _ access: Access<Subject>,
        handler: @escaping @Sendable (HTTPRequest, Subject) throws -> CGI.Response
    ) {
        self.method = method
        self.path = path
        self.access = access.name
        answer = { request, doorkeeper, record in
            let admission = try access.admit(request, doorkeeper)
            record.user = admission.username
            record.location = admission.location
            return try handler(request, admission.subject)
        }
    }

    init(
        _ method: Method, _ path: String, _ access: String,
        answer: @escaping @Sendable (HTTPRequest, Doorkeeper, inout RequestRecord) throws -> CGI.Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.answer = answer
    }
}
