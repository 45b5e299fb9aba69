// SPDX-License-Identifier: Apache-2.0

/// An HTTP request as a web server hands it over: its CGI environment and its whole body.
public struct Request: Sendable {
    /// The CGI/1.1 meta-variables.
    public let environment: Environment
    /// The body, complete: exactly CONTENT_LENGTH bytes.
    public let body: [UInt8]

    /// A request of an environment and a body.
    public init(environment: Environment, body: [UInt8] = []) {
        self.environment = environment
        self.body = body
    }

    /// REQUEST_METHOD, as sent: methods are case-sensitive (RFC 9110 §9.1).
    public var method: String { environment[.requestMethod] ?? "" }

    /// The path, decoded and normalised by the web server: DOCUMENT_URI, else SCRIPT_NAME followed by PATH_INFO.
    ///
    /// REQUEST_URI is never used, since what the server authorised is the normalised path.
    public var path: String {
        environment[.documentURI] ?? (environment[.scriptName] ?? "") + (environment[.pathInfo] ?? "")
    }

    /// QUERY_STRING, not decoded, without the question mark; empty when there is none.
    public var query: String { environment[.queryString] ?? "" }

    /// REMOTE_ADDR, the address of the client as the web server knows it.
    public var remoteAddress: String { environment[.remoteAddress] ?? "" }

    /// The value of a header field, nil when it was not sent (RFC 3875 §4.1.18).
    ///
    /// The name is that of the field, without regard to case: `User-Agent` reads HTTP_USER_AGENT.
    public func header(_ name: String) -> String? {
        environment.place(ofField: name).map(environment.text)
    }

    /// The value of a header field byte for byte, nil when it was not sent.
    public func bytes(ofHeader name: String) -> ArraySlice<UInt8>? {
        environment.place(ofField: name).map { environment.bytes[$0.value] }
    }
}
