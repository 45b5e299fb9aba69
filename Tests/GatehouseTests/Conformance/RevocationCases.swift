// SPDX-License-Identifier: Apache-2.0

import JOSE
import Synchronization
import Testing

@testable import Gatehouse

/// BL: tokens whose session has ended.
enum RevocationCases {
    static let all: [String: [Run]] = [
        "BL1": both { try revoked($0, $1) }, "BL2": both { type, _ in try revoked(type, "/either") },
        "BL3": twice { try alive(.access, "/protected") }, "BL4": twice { try revoked(.access, "/protected") },
        "BL5": twice { try renewed() }, "BL6": twice { try replayed() }, "BL7": [ownAnswer],
    ]

    private static func twice(_ run: @escaping Run) -> [Run] { [run, run] }

    private static func both(_ run: @escaping @Sendable (TokenType, String) throws -> Void) -> [Run] {
        [{ try run(.access, "/protected") }, { try run(.refresh, "/either") }]
    }

    private static func alive(_ type: TokenType, _ path: String) throws {
        let bench = try Bench()
        try bench.get(path, bench.token(type)).expect(200)
    }

    private static func revoked(_ type: TokenType, _ path: String) throws {
        let bench = try Bench()
        try bench.get(path, bench.token(type)).expect(200)
        try bench.end()
        try bench.get(path, bench.token(type)).expect(401, "token_revoked")
    }

    private static func renewed() throws {
        let face = try Face()
        try face.ask("POST", "/refresh", token: face.login().refresh).expect(200)
    }

    private static func replayed() throws {
        let face = try Face()
        let pair = try face.login()
        try face.ask("DELETE", "/logout", token: pair.access).expect(200)
        try face.ask("POST", "/refresh", token: pair.refresh).expect(401, "token_revoked")
    }

    private static func ownAnswer() throws {
        let bench = try Bench(hooks: Bench.own("token_revoked", 404))
        try bench.end()
        try bench.get("/protected", bench.token()).expectOwn(404, seen: true)
    }
}
