// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension MalformedInput {
    static let begins: [MalformedInput] = [
        .init(
            1, "version 0", .closed,
            Record.bytes(type: 1, [0, 1, 1, 0, 0, 0, 0, 0], version: 0) + post + Record.body()),
        .init(
            1, "version 2", .closed,
            Record.bytes(type: 1, [0, 1, 1, 0, 0, 0, 0, 0], version: 2) + post + Record.body()),
        .init(
            2, "BEGIN body of 7 bytes", .closed, Record.bytes(type: 1, [0, 1, 1, 0, 0, 0, 0]) + post + Record.body()),
        .init(3, "BEGIN body of 9 bytes", .closed, Record.bytes(type: 1, [0, 1, 1, 0, 0, 0, 0, 0, 0]) + post),
        .init(3, "padding on BEGIN", .closed, paddedBegin([0]) + post + Record.body(hello)),
        .init(3, "GET_VALUES as padding", .closed, paddedBegin(getValues(8)) + post + Record.body(hello)),
        .init(4, "BEGIN of id 0", .closed, Record.begin(id: 0) + post + Record.body()),
        .init(5, "role 0", .closed, Record.begin(role: 0) + post + Record.body(hello)),
        .init(6, "role 65535", .closed, Record.begin(role: 65_535) + post + Record.body(hello)),
        .init(8, "role FILTER", .refused(403), Record.begin(role: 3) + post + Record.body(hello)),
        .init(9, "PARAMS without BEGIN", .closed, post + Record.body(hello)),
        .init(10, "two BEGIN of one id", .answered, Record.begin() + Record.begin() + post + Record.body(hello)),
        .init(11, "BEGIN of id 2 inside", .answered, Record.begin() + Record.begin(id: 2) + post + Record.body(hello)),
        .init(
            12, "PARAMS of another id", .answered,
            Record.begin() + Record.bytes(type: 4, id: 2, Record.pair("REQUEST_METHOD", "PUT")) + post
                + Record.body(hello)),
        .init(
            12, "empty PARAMS of another id", .closed,
            Record.begin() + Record.bytes(type: 4, id: 2) + post + Record.body(hello)),
    ]

    static let aborts: [MalformedInput] = [
        .init(13, "ABORT after BEGIN", .closed, Record.begin() + Record.bytes(type: 2)),
        .init(
            14, "ABORT in PARAMS", .closed,
            Record.begin() + Record.bytes(type: 4, Record.pair("REQUEST_METHOD", "GET")) + Record.bytes(type: 2)),
        .init(
            15, "ABORT in STDIN", .refused(400),
            Record.begin() + post + Record.bytes(type: 5, hello) + Record.bytes(type: 2)),
        .init(
            16, "ABORT of another id", .answered,
            Record.begin() + post + Record.bytes(type: 2, id: 9, [0]) + Record.body(hello)),
    ]

    static let management: [MalformedInput] = [
        .init(51, "GET_VALUES of three known names", .answered, getValues(3) + good),
        .init(52, "GET_VALUES of four names", .closed, getValues(4) + good),
        .init(52, "GET_VALUES of 400 names", .closed, getValues(400) + good),
        .init(
            52, "GET_VALUES of four names in PARAMS", .closed,
            Record.begin() + getValues(4) + post + Record.body(hello)),
        .init(
            52, "GET_VALUES of four names in STDIN", .closed,
            Record.begin() + post + getValues(4) + Record.body(hello)),
        .init(
            53, "GET_VALUES of an unknown name", .answered, Record.bytes(type: 9, id: 0, Record.pair("X", "")) + good),
        .init(54, "GET_VALUES malformed", .closed, Record.bytes(type: 9, id: 0, [14, 0, 1]) + good),
        .init(
            55, "GET_VALUES in PARAMS and STDIN", .answered,
            Record.begin() + getValues(1) + post + getValues(3) + Record.body(hello)),
        .init(55, "GET_VALUES too often", .closed, (0..<20).flatMap { _ in getValues(1) } + good),
        .init(56, "unknown type, empty", .answered, Record.bytes(type: 99, id: 0) + good),
        .init(
            57, "unknown type, 8 bytes", .closed,
            Record.bytes(type: 99, id: 0, [UInt8](repeating: 0, count: 8)) + good),
        .init(58, "unknown type of id 1 first", .closed, Record.bytes(type: 99) + good),
    ]

    /// A BEGIN_REQUEST with these bytes as its padding.
    private static func paddedBegin(_ padding: [UInt8]) -> [UInt8] {
        Array(Record.bytes(type: 1, [0, 1, 1, 0, 0, 0, 0, 0], padding: UInt8(padding.count)).dropLast(padding.count))
            + padding
    }

    private static func getValues(_ count: Int) -> [UInt8] {
        let names = ["FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS"]
        return Record.bytes(type: 9, id: 0, (0..<count).flatMap { Record.pair(names[$0 % 3], "") })
    }
}
