// SPDX-License-Identifier: Apache-2.0

/// What a server sent on either wire: a CGI document (RFC 3875 §6).
public protocol CGIReply: Sendable {
    /// The bytes of the document.
    var document: [UInt8] { get }
    /// Whether the server closed the connection.
    var isClosed: Bool { get }
}

extension CGIReply {
    /// The HTTP status, nil where there is no document.
    public var status: Int? { header("Status").flatMap { Int($0.prefix(3)) } }

    /// The value of a header field; the first of its name, in the case in which it was written.
    public func header(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    /// Everything before the empty line.
    public var head: String {
        String(decoding: document[..<(bodyStart ?? document.count)], as: UTF8.self)
    }

    /// The body as text.
    public var body: String {
        String(decoding: document[(bodyStart ?? document.count)...], as: UTF8.self)
    }

    private var bodyStart: Int? {
        let document = document
        return document.indices.first { document[..<$0].suffix(4).elementsEqual("\r\n\r\n".utf8) }
            ?? (document.suffix(4).elementsEqual("\r\n\r\n".utf8) ? document.count : nil)
    }
}
