// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

/// A request as a handler sees it: the CGI request, its path below the base path, and the values of the path.
public struct HTTPRequest: Sendable {
    /// The request as it came over the wire.
    public let cgi: CGI.Request

    /// What the request is called in the log and in `X-Request-ID`.
    public let id: String

    /// The request method, upper case as it came.
    public let method: String

    /// The path as nginx has decoded and normalised it, less the base path.
    public let path: String

    /// The values of the segments in braces of the route's path.
    public internal(set) var parameters: [String: String] = [:]

    init(_ cgi: CGI.Request, _ record: RequestRecord, path: String) {
        self.cgi = cgi
        id = record.id
        method = record.method
        self.path = path
    }

    /// The bytes of the body, whole.
    public var body: [UInt8] { cgi.body }

    /// The field of that name, whatever its case; nil where it did not come.
    public func header(_ name: String) -> String? { cgi.header(name) }

    /// The value of a segment in braces; empty where the route has no such segment.
    public func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// Who asks, for the rules to count and to remember.
    public var client: Client {
        Client(address: cgi.remoteAddress, userAgent: header("User-Agent"), requestID: id)
    }
}
