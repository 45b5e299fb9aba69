// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension MalformedInput {
    static let scgi = lengths + netstrings + headers + contentLengths + bodies + otherwise

    /// A row about SCGI.
    static func scgi(
        _ number: Int, _ name: String, _ outcome: Outcome, _ bytes: [UInt8], halfClose: Bool = false,
        pause: UInt32? = nil
    ) -> MalformedInput {
        MalformedInput(number, name, outcome, bytes, halfClose: halfClose, pause: pause, wire: .scgi)
    }

    enum SCGI {
        /// The headers of the good request that many rows disturb.
        static let content = SCGIMessage.strings(
            "CONTENT_LENGTH", "5", "SCGI", "1", "REQUEST_METHOD", "POST", "DOCUMENT_URI", "/f")
        static let good = SCGIMessage.netstring(content) + hello
        static let smuggled = SCGIMessage.request(.get("/smuggled"))

        /// The good request under another length of its headers.
        static func length(_ text: String) -> [UInt8] { SCGIMessage.netstring(content, length: text) + hello }

        /// A good request with more in its headers.
        static func with(_ strings: [UInt8], body: [UInt8] = hello) -> [UInt8] {
            SCGIMessage.netstring(content + strings) + body
        }

        /// A request with this CONTENT_LENGTH.
        static func contentLength(_ text: String, body: [UInt8] = hello) -> [UInt8] {
            SCGIMessage.headers([("CONTENT_LENGTH", text)] + rest) + body
        }

        static let rest = [("SCGI", "1"), ("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", "/f")]
    }

    private static let lengths: [MalformedInput] = [
        .scgi(1, "length 0", .closed, Array("0:,".utf8)),
        .scgi(1, "length 0 before headers", .closed, SCGI.length("0")),
        .scgi(2, "length with a zero before it", .closed, SCGI.length("0\(SCGI.content.count)")),
        .scgi(3, "length with a plus", .closed, SCGI.length("+\(SCGI.content.count)")),
        .scgi(4, "length negative", .closed, SCGI.length("-1")),
        .scgi(5, "length empty", .closed, SCGI.length("")),
        .scgi(6, "length after a space", .closed, SCGI.length(" \(SCGI.content.count)")),
        .scgi(6, "length before a space", .closed, SCGI.length("\(SCGI.content.count) ")),
        .scgi(6, "length in hexadecimal", .closed, SCGI.length("0x40")),
        .scgi(7, "length of 20 digits", .closed, SCGI.length(String(repeating: "9", count: 20))),
        .scgi(8, "length 2^31", .closed, SCGI.length("2147483648")),
        .scgi(8, "length 2^63", .closed, SCGI.length("9223372036854775808")),
        .scgi(8, "length 2^64 and the true one", .closed, SCGI.length("18446744073709551676")),
        .scgi(9, "65 536 bytes of headers", .answered, large(65_536)),
        .scgi(9, "a byte more", .refused(431), large(65_537)),
        .scgi(9, "a megabyte of headers", .refused(431), large(1 << 20)),
        .scgi(9, "length 999999999, cut", .closed, SCGI.length("999999999"), halfClose: true),
        .scgi(9, "length 999999999, held open", .closed, SCGI.length("999999999")),
    ]

    private static let netstrings: [MalformedInput] = [
        .scgi(10, "length shorter than the headers", .closed, SCGI.length("\(SCGI.content.count - 1)")),
        .scgi(11, "length longer than the headers", .closed, SCGI.length("\(SCGI.content.count + 1)")),
        .scgi(11, "length longer than the request, held open", .closed, SCGI.length("500")),
        .scgi(11, "length longer than the request, cut", .closed, SCGI.length("500"), halfClose: true),
        .scgi(12, "no comma", .closed, SCGIMessage.netstring(SCGI.content, end: "") + hello),
        .scgi(13, "a semicolon for the comma", .closed, SCGIMessage.netstring(SCGI.content, end: ";") + hello),
        .scgi(14, "odd number of strings", .closed, SCGI.with(SCGIMessage.strings("HTTP_X"))),
        .scgi(14, "value with NUL", .closed, SCGI.with(SCGIMessage.strings("HTTP_X", "a\0b"))),
        .scgi(15, "last string without NUL", .closed, SCGI.with(SCGIMessage.strings("HTTP_X") + [65])),
        .scgi(15, "one NUL too many", .closed, SCGI.with([0])),
    ]

    private static let headers: [MalformedInput] = [
        .scgi(16, "empty name", .closed, SCGI.with(SCGIMessage.strings("", "x"))),
        .scgi(16, "empty name, empty value", .closed, SCGI.with([0, 0])),
        .scgi(16, "empty value", .answered, SCGI.with(SCGIMessage.strings("HTTP_X", ""))),
        .scgi(17, "name with =", .closed, SCGI.with(SCGIMessage.strings("REMOTE_USER=evil", ""))),
        .scgi(
            18, "CONTENT_LENGTH not first", .closed,
            SCGIMessage.headers([("SCGI", "1"), ("CONTENT_LENGTH", "5"), ("REQUEST_METHOD", "POST")]) + hello),
        .scgi(18, "content_length first", .closed, SCGIMessage.headers([("content_length", "5")] + SCGI.rest) + hello),
        .scgi(
            18, "CONTENT_LENGTHS first", .closed, SCGIMessage.headers([("CONTENT_LENGTHS", "5")] + SCGI.rest) + hello),
        .scgi(19, "CONTENT_LENGTH missing", .closed, SCGIMessage.headers(SCGI.rest) + hello),
        .scgi(
            27, "SCGI missing", .closed,
            SCGIMessage.headers([("CONTENT_LENGTH", "5"), ("REQUEST_METHOD", "POST")]) + hello),
        .scgi(28, "SCGI 2", .closed, version("2")),
        .scgi(28, "SCGI 11", .closed, version("11")),
        .scgi(28, "SCGI empty", .closed, version("")),
        .scgi(28, "SCGI twice", .refused(400), SCGI.with(SCGIMessage.strings("SCGI", "1"))),
        .scgi(
            31, "no REQUEST_METHOD", .refused(400),
            SCGIMessage.headers([("CONTENT_LENGTH", "5"), ("SCGI", "1"), ("DOCUMENT_URI", "/f")]) + hello),
        .scgi(31, "REQUEST_METHOD empty", .refused(400), SCGIMessage.request([("REQUEST_METHOD", "")])),
        .scgi(
            32, "100 000 headers", .refused(431),
            SCGIMessage.headers([("CONTENT_LENGTH", "5")] + SCGI.rest + (0..<100_000).map { ("HTTP_X_\($0)", "v") })
                + hello),
        .scgi(32, "4 000 headers", .answered, SCGI.with((0..<4_000).flatMap { SCGIMessage.strings("H\($0)", "v") })),
        .scgi(37, "raw 0xff in a value", .answered, SCGI.with(SCGIMessage.strings("HTTP_X") + [0xff, 0xff, 0])),
        .scgi(37, "raw 0xff in a name", .answered, SCGI.with([0xff, 0] + SCGIMessage.strings("x"))),
        .scgi(38, "CR LF in a value", .answered, SCGI.with(SCGIMessage.strings("HTTP_X", "a\r\nSet-Cookie: b"))),
    ]

    private static let contentLengths: [MalformedInput] = [
        .scgi(20, "CONTENT_LENGTH empty", .refused(400), SCGI.contentLength("")),
        .scgi(20, "CONTENT_LENGTH empty, no body", .refused(400), SCGI.contentLength("", body: [])),
        .scgi(21, "CONTENT_LENGTH 5 and a space", .refused(400), SCGI.contentLength("5 ")),
        .scgi(22, "CONTENT_LENGTH 0x5", .refused(400), SCGI.contentLength("0x5")),
        .scgi(23, "CONTENT_LENGTH -1", .refused(400), SCGI.contentLength("-1")),
        .scgi(24, "CONTENT_LENGTH 1e3", .refused(400), SCGI.contentLength("1e3")),
        .scgi(25, "CONTENT_LENGTH 2^63", .refused(400), SCGI.contentLength("9223372036854775808")),
        .scgi(25, "CONTENT_LENGTH over the limit", .refused(413), SCGI.contentLength("65537")),
        .scgi(26, "CONTENT_LENGTH twice", .refused(400), SCGI.with(SCGIMessage.strings("CONTENT_LENGTH", "5"))),
        .scgi(26, "another CONTENT_LENGTH", .refused(400), SCGI.with(SCGIMessage.strings("CONTENT_LENGTH", "0"))),
    ]

    private static let bodies: [MalformedInput] = [
        .scgi(29, "body shorter, cut", .refused(400), SCGI.contentLength("6"), halfClose: true),
        .scgi(29, "no body, cut", .refused(400), SCGI.contentLength("5", body: []), halfClose: true),
        .scgi(29, "body shorter, held open", .closed, SCGI.contentLength("6")),
        .scgi(30, "body longer", .answered, SCGI.good + SCGI.smuggled),
        .scgi(30, "body longer by much", .answered, SCGI.good + [UInt8](repeating: 120, count: 200_000)),
        .scgi(
            30, "a request in a body that is too large", .refused(413),
            SCGI.contentLength("70000", body: [UInt8](repeating: 120, count: 69_000) + SCGI.smuggled)),
        .scgi(30, "half-closed after the whole", .answered, SCGI.good, halfClose: true),
    ]

    private static let otherwise: [MalformedInput] = [
        .scgi(33, "a byte at a time", .answered, SCGI.good, pause: 0),
        .scgi(33, "a byte at a time, S13", .closed, SCGIMessage.netstring(SCGI.content, end: ";") + hello, pause: 0),
        .scgi(33, "a byte at a time, S21", .refused(400), SCGI.contentLength("5 "), pause: 0),
        .scgi(34, "nothing, cut", .closed, [], halfClose: true),
        .scgi(34, "nothing, held open", .silence, []),
        .scgi(34, "stop inside the length", .closed, Array(SCGI.good.prefix(1))),
        .scgi(34, "stop before the colon", .closed, Array(SCGI.good.prefix(2))),
        .scgi(34, "stop inside a name", .closed, Array(SCGI.good.prefix(10))),
        .scgi(34, "stop inside a value", .closed, Array(SCGI.good.prefix(19))),
        .scgi(34, "stop before the comma", .closed, Array(SCGI.good.dropLast(6))),
        .scgi(34, "stop inside the body", .closed, Array(SCGI.good.dropLast(2))),
        .scgi(34, "a few bytes slowly, held open", .closed, Array(SCGI.good.prefix(14)), pause: 60),
        .scgi(34, "cut inside a value", .closed, Array(SCGI.good.prefix(19)), halfClose: true),
        .scgi(35, "FastCGI", .closed, good),
        .scgi(36, "HTTP", .closed, Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)),
        .scgi(36, "a TLS ClientHello", .closed, [0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3]),
        .scgi(36, "4 KiB of zeros", .closed, [UInt8](repeating: 0, count: 4_096)),
        .scgi(36, "4 KiB of digits", .closed, [UInt8](repeating: 49, count: 4_096)),
    ]

    /// A good request whose headers have so many bytes.
    private static func large(_ count: Int) -> [UInt8] {
        let name = SCGIMessage.strings("HTTP_X")
        let value = [UInt8](repeating: 118, count: count - SCGI.content.count - name.count - 1)
        return SCGI.with(name + value + [0])
    }

    private static func version(_ text: String) -> [UInt8] {
        SCGIMessage.headers([("CONTENT_LENGTH", "5"), ("SCGI", text), ("REQUEST_METHOD", "POST")]) + hello
    }
}
