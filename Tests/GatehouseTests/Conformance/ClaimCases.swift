// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

/// AC, JH, CV: what an application adds to tokens, and what it demands of them.
enum ClaimCases {
    static let all: [String: [Run]] = [
        "AC1": [{ try claim(of: \.access) }], "AC2": [{ try claim(of: \.refresh) }],
        "AC3": [{ try argument(.access) }], "AC4": [{ try argument(.refresh) }],
        "JH1": [{ try parameter(of: \.access) }], "JH2": [{ try parameter(of: \.refresh) }],
        "JH3": [{ try parameterByHand(.access) }], "JH4": [{ try parameterByHand(.refresh) }],
        "CV1": paths.map { path in { try demand(path, holds: true) } },
        "CV2": paths.map { path in { try demand(path, holds: false) } },
        "CV3": paths.map { path in { try ownAnswer(path) } },
    ]

    private static let paths = ["/protected", "/fresh", "/optional"]

    private static func claim(of token: (Answer) -> String) throws {
        let additions = TokenAdditions(claims: { user, type in
            [.init("foo", "bar"), .init("for", .string("\(type.rawValue) of \(user.name)"))]
        })
        let face = try Face(hooks: Hooks(additions: additions))
        let claims = try face.read(token(face.login()))
        #expect(claims["foo"] == "bar")
        #expect(claims["for"]?.string == "\(claims.type?.rawValue ?? "") of alice")
    }

    private static func argument(_ type: TokenType) throws {
        let face = try Face()
        let now = face.clock.now
        let claims = Claims(
            type: type, subject: "username", tokenID: "1", issuedAt: now, expiration: now + 60,
            additional: [.init("foo", "bar")])
        #expect(try face.read(face.keys.sign(claims))["foo"] == "bar")
    }

    private static func parameter(of token: (Answer) -> String) throws {
        let additions = TokenAdditions(parameters: { _, type in [.init("x-foo", .string(type.rawValue))] })
        let face = try Face(hooks: Hooks(additions: additions))
        let read = try face.keys.verify(token(face.login()), now: face.clock.now, Validation())
        #expect(read.header.additional == [.init("x-foo", .string(read.claims.type?.rawValue ?? ""))])
    }

    private static func parameterByHand(_ type: TokenType) throws {
        let bench = try Bench()
        let claims = try bench.face.read(bench.token(type))
        let token = try bench.face.keys.sign(claims, parameters: [.init("foo", "bar")])
        try bench.get("/either", token).expect(200)
        #expect(try bench.face.authority.admit(either: token).header.additional == [.init("foo", "bar")])
    }

    private static func demand(_ path: String, holds: Bool) throws {
        let bench = try Bench(
            hooks: Hooks(demand: { token in
                #expect(token.header.algorithm == .hs256)
                #expect(token.claims.subject == "username")
                return holds
            }))
        let answer = try bench.get(path, bench.token(fresh: .always))
        answer.expect(holds ? 200 : 403, holds ? nil : "claims_refused")
        #expect(holds || answer.error == "User claims verification failed")
    }

    private static func ownAnswer(_ path: String) throws {
        var hooks = Bench.own("claims_refused", 404)
        hooks.demand = { _ in false }
        let bench = try Bench(hooks: hooks)
        try bench.get(path, bench.token(fresh: .always)).expectOwn(404, seen: true)
    }
}
