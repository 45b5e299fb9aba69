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
    public var method: String { environment["REQUEST_METHOD"] ?? "" }

    /// The path, decoded and normalised by the web server: DOCUMENT_URI, else SCRIPT_NAME followed by PATH_INFO.
    ///
    /// REQUEST_URI is never used, since what the server authorised is the normalised path.
    public var path: String {
        environment["DOCUMENT_URI"] ?? (environment["SCRIPT_NAME"] ?? "") + (environment["PATH_INFO"] ?? "")
    }

    /// QUERY_STRING, not decoded, without the question mark; empty when there is none.
    public var query: String { environment["QUERY_STRING"] ?? "" }

    /// REMOTE_ADDR, the address of the client as the web server knows it.
    public var remoteAddress: String { environment["REMOTE_ADDR"] ?? "" }

    /// The value of a header field, nil when it was not sent (RFC 3875 §4.1.18).
    ///
    /// The name is that of the field, without regard to case: `User-Agent` reads HTTP_USER_AGENT.
    public func header(_ name: String) -> String? {
        let variable = String(
            decoding: name.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
                case UInt8(ascii: "-"): UInt8(ascii: "_")
                default: byte
                }
            }, as: UTF8.self)
        switch variable {
        case "CONTENT_TYPE", "CONTENT_LENGTH": return environment[variable]
        default: return environment["HTTP_" + variable]
        }
    }
}
