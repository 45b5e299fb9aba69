// SPDX-License-Identifier: Apache-2.0

/// The answer to a request: a status, header fields and a body.
///
/// Content-Length is always the wire's to write, from the body: nginx shows a client an answer cut short as a
/// whole one where it is missing.
public struct Response: Sendable {
    /// The status code, 200 to 599.
    public var status: Int
    /// The header fields in the order in which they are written.
    public var headers: [(name: String, value: String)]
    /// The content; not sent in answer to HEAD, nor with 204 and 304.
    public var body: [UInt8]

    /// A response of its parts.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first field of this name, without regard to case.
    public func header(_ name: String) -> String? {
        headers.first { Self.matches($0.name, name) }?.value
    }

    /// Makes this the only field of its name.
    public mutating func setHeader(_ name: String, _ value: String) {
        if headers.contains(where: { Self.matches($0.name, name) }) {
            headers.removeAll { Self.matches($0.name, name) }
        }
        headers.append((name, value))
    }

    /// Adds a field, beside others of its name (Set-Cookie, WWW-Authenticate).
    public mutating func addHeader(_ name: String, _ value: String) {
        headers.append((name, value))
    }

    /// Whether two field names are the same; case does not count (RFC 9110 §5.1).
    private static func matches(_ one: String, _ other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        var (one, other) = (one, other)
        return one.withUTF8 { one in other.withUTF8 { one.isFieldName($0) } }
    }
}
