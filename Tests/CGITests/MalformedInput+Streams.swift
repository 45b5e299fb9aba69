// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension MalformedInput {
    static let streams: [MalformedInput] = [
        .init(
            31, "STDIN without an end", .refused(400), Record.begin() + post + Record.bytes(type: 5, hello),
            halfClose: true),
        .init(32, "STDIN shorter than CONTENT_LENGTH", .refused(400), Record.begin() + post + Record.body([104])),
        .init(
            33, "STDIN longer than CONTENT_LENGTH", .refused(400),
            Record.begin() + post + Record.body(hello + hello)),
        .init(
            34, "DATA for a responder", .refused(400),
            Record.begin() + post + Record.bytes(type: 5, hello) + Record.bytes(type: 8, hello) + Record.body()),
        .init(
            35, "STDOUT from the client", .refused(400),
            Record.begin() + post + Record.bytes(type: 5, hello) + Record.bytes(type: 6, hello) + Record.body()),
        .init(
            36, "END_REQUEST from the client", .closed,
            Record.begin() + Record.bytes(type: 3, [0, 0, 0, 0, 0, 0, 0, 0]) + post + Record.body(hello)),
        .init(37, "STDIN before PARAMS", .closed, Record.begin() + Record.body(hello) + post),
        .init(
            38, "PARAMS cut after a pair", .closed,
            Record.begin() + Record.bytes(type: 4, Record.pair("REQUEST_METHOD", "GET")), halfClose: true),
        .init(
            39, "content longer than sent", .closed,
            Record.begin() + Record.bytes(type: 4, Record.pair("A", "B"), claimedLength: 900), halfClose: true),
        .init(
            40, "padding on the empty PARAMS", .closed,
            Record.begin() + Record.bytes(type: 4, Record.pair("A", "B")) + Record.bytes(type: 4, padding: 255)
                + Record.body()),
        .init(
            40, "padding on the empty STDIN", .answered,
            Record.begin() + post + Record.bytes(type: 5, hello) + Record.bytes(type: 5, padding: 255)),
        .init(41, "7 bytes", .closed, Array(good.prefix(7)), halfClose: true),
        .init(42, "nothing", .closed, [], halfClose: true),
        .init(43, "nothing, held open", .silence, []),
        .init(44, "5 bytes, held open", .closed, Array(good.prefix(5))),
        .init(45, "14 bytes, slowly, held open", .closed, Array(good.prefix(14)), pause: 60),
        .init(
            59, "records in an overlong body", .refused(413),
            Record.begin() + post + Record.body([UInt8](repeating: 120, count: 70_000) + smuggled)),
        .init(60, "two pipelined requests", .answered, good + smuggled),
    ]

    static let oddities: [MalformedInput] = [
        .init(65, "flags 0xff", .answered, Record.begin(flags: 0xff) + post + Record.body(hello)),
        .init(
            66, "reserved bytes set", .answered,
            Record.bytes(type: 1, [0, 1, 1, 9, 9, 9, 9, 9], reserved: 9) + post + Record.body(hello)),
        .init(67, "id 65535", .answered, Record.request(.post("/f", length: 5), body: hello, id: 65_535)),
        .init(68, "a byte at a time", .answered, good, pause: 0),
        .init(
            68, "a byte at a time, F20", .closed, request(parameters: Record.longLength(0x7fff_fffe) + [0]), pause: 0),
        .init(
            68, "a byte at a time, F15", .refused(400),
            Record.begin() + post + Record.bytes(type: 5, hello) + Record.bytes(type: 2), pause: 0),
    ]

    static let smuggled = Record.request(.get("/smuggled"))
}
