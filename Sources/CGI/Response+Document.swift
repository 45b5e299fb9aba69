// SPDX-License-Identifier: Apache-2.0

import Basics

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
        var document = ByteWriter(capacity: 512 + (sendsContent ? body.count : 0))
        document.append("Status: ")
        document.append(decimal: Int64(status))
        document.append(UInt8(ascii: " "))
        document.append(Self.reason(of: status))
        document.append("\r\n")
        for (name, value) in headers {
            try Self.append(name, value, to: &document)
        }
        // RFC 9110 §8.6 forbids it with 204; with 304 it would speak of a body that is not ours to know.
        if hasContent {
            document.append("Content-Length: ")
            document.append(decimal: Int64(body.count))
            document.append("\r\n")
        }
        document.append("\r\n")
        if sendsContent { document.append(contentsOf: body) }
        return document.bytes()
    }

    private static func append(_ name: String, _ value: String, to document: inout ByteWriter) throws(Refusal) {
        var (name, value) = (name, value)
        let isWritten = name.withUTF8 { name in
            // A Status field would be read by the web server as the status line is.
            guard name.isToken, !name.isFieldName("Status") else { return false }
            if name.isFieldName("Content-Length") { return true }
            return value.withUTF8 { value in
                guard !value.breaksLine else { return false }
                document.append(name)
                document.append(": ")
                document.append(value)
                document.append("\r\n")
                return true
            }
        }
        guard isWritten else { throw .invalidResponse }
    }

    /// The reason phrases of RFC 9110 §15 and RFC 6585 that are in use here; a phrase may be empty.
    private static func reason(of status: Int) -> StaticString {
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

extension UnsafeBufferPointer<UInt8> {
    /// RFC 9110 §5.6.2.
    fileprivate var isToken: Bool {
        for byte in self where !Self.isTokenCharacter(byte) { return false }
        return !isEmpty
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
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

    /// Whether the value of a field with these bytes would be read as something else.
    ///
    /// A sum without a way out of it is made of many bytes at a time.
    fileprivate var breaksLine: Bool {
        reduce(0 as UInt8) { $0 | (($1 == 0 ? 1 : 0) | ($1 == UInt8(ascii: "\r") || $1 == UInt8(ascii: "\n") ? 1 : 0)) }
            != 0
    }
}
