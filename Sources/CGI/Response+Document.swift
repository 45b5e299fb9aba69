// SPDX-License-Identifier: Apache-2.0

extension Response {
    /// The response as a CGI document (RFC 3875 §6.3): a Status line, the fields, Content-Length and the content.
    ///
    /// - Parameter method: HEAD has the fields of GET and no content (RFC 9110 §9.3.2).
    /// - Returns: the bytes of the document.
    /// - Throws: ``Refusal/invalidResponse`` when a field or the status cannot be written.
    func document(for method: String) throws(Refusal) -> [UInt8] {
        guard (200...599).contains(status) else { throw .invalidResponse }
        let hasContent = status != 204 && status != 304
        let sendsContent = hasContent && method != "HEAD"
        var document: [UInt8] = []
        document.reserveCapacity(512 + (sendsContent ? body.count : 0))
        document.append(contentsOf: "Status: \(status) \(Self.reason(of: status))\r\n".utf8)
        for (name, value) in headers {
            try Self.append(name, value, to: &document)
        }
        // RFC 9110 §8.6 forbids it with 204; with 304 it would speak of a body that is not ours to know.
        if hasContent { document.append(contentsOf: "Content-Length: \(body.count)\r\n".utf8) }
        document.append(contentsOf: "\r\n".utf8)
        if sendsContent { document.append(contentsOf: body) }
        return document
    }

    private static func append(_ name: String, _ value: String, to document: inout [UInt8]) throws(Refusal) {
        // A Status field would be read by the web server as the status line is.
        guard isToken(name), !matches(name, "Status"), !value.utf8.contains(where: breaksLine) else {
            throw .invalidResponse
        }
        if matches(name, "Content-Length") { return }
        document.append(contentsOf: name.utf8)
        document.append(contentsOf: ": ".utf8)
        document.append(contentsOf: value.utf8)
        document.append(contentsOf: "\r\n".utf8)
    }

    private static func breaksLine(_ byte: UInt8) -> Bool {
        byte == 0 || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
    }

    /// RFC 9110 §5.6.2.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "^")...UInt8(ascii: "z"):
                    true
                case UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "+"),
                    UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "#")...UInt8(ascii: "'"):
                    true
                default: false
                }
            }
    }

    /// The reason phrases of RFC 9110 §15 and RFC 6585 that are in use here; a phrase may be empty.
    private static func reason(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: ""
        }
    }
}
