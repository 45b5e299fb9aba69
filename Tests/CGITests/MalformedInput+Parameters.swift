// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension MalformedInput {
    static let parameters: [MalformedInput] = [
        .init(17, "name longer than the content", .closed, request(parameters: [20, 0] + hello)),
        .init(18, "four-byte length cut", .closed, request(parameters: [0x80, 0, 0])),
        .init(
            19, "both lengths 7fffffff", .closed,
            request(parameters: Record.longLength(0x7fff_ffff) + Record.longLength(0x7fff_ffff))),
        .init(20, "name 7ffffffe, value 0", .closed, request(parameters: Record.longLength(0x7fff_fffe) + [0])),
        .init(
            21, "name and value 40000000", .closed,
            request(parameters: Record.longLength(0x4000_0000) + Record.longLength(0x4000_0000))),
        .init(22, "name 1, value 7ffffffe", .closed, request(parameters: [1] + Record.longLength(0x7fff_fffe))),
        .init(23, "name 1, value 7ffffff0", .closed, request(parameters: [1] + Record.longLength(0x7fff_fff0))),
        .init(24, "empty name, empty value", .answered, request(with: [0, 0])),
        .init(
            24, "lengths longer than need be", .answered,
            request(with: Record.longLength(1) + [0x80, 0, 0, 1, 88, 89])),
        .init(25, "name with =", .closed, request(with: Record.pair("REMOTE_USER=evil", ""))),
        .init(26, "name with NUL", .closed, request(with: Record.pair("REMOTE\0USER", "evil"))),
        .init(27, "value with NUL", .closed, request(with: Record.pair("REMOTE_USER", "e\0vil"))),
        .init(28, "value with CR LF", .answered, request(with: Record.pair("HTTP_X", "a\r\nSet-Cookie: b"))),
        .init(
            29, "REMOTE_ADDR twice", .refused(400),
            request(with: Record.pair("REMOTE_ADDR", "127.0.0.1") + Record.pair("REMOTE_ADDR", "192.0.2.1"))),
        .init(30, "10 000 parameters", .closed, Record.request((0..<10_000).map { ("HTTP_X_\($0)", "v") })),
        .init(
            30, "a parameter of 1 MiB", .closed,
            Record.request([("HTTP_X", String(repeating: "v", count: 1_048_576))])),
        .init(
            30, "400 parameters", .answered,
            Record.request(.post("/f", length: 5) + (0..<400).map { ("HTTP_X_\($0)", "v") }, body: hello)),
        .init(
            30, "a parameter of 60 000 bytes", .answered,
            Record.request(.post("/f", length: 5) + [("HTTP_X", String(repeating: "v", count: 60_000))], body: hello)),
    ]

    static let foreign: [MalformedInput] = [
        .init(46, "4 KiB of noise", .closed, noise),
        .init(47, "4 KiB of zeros", .closed, [UInt8](repeating: 0, count: 4_096)),
        .init(48, "HTTP", .closed, Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)),
        .init(49, "a TLS ClientHello", .closed, [0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3] + noise.prefix(194)),
        .init(50, "SCGI", .closed, Array("24:CONTENT_LENGTH\u{0}0\u{0}SCGI\u{0}1\u{0},".utf8)),
    ]

    /// The same bytes in every run; the first is no version of FastCGI.
    private static let noise: [UInt8] = (0..<4_096).map {
        UInt8(truncatingIfNeeded: ($0 + 3) &* 2_654_435_761 >> 5) | 2
    }
}
