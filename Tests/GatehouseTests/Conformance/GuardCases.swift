// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

/// VD: what the decorator lets through.
enum GuardCases {
    static let all: [String: [Run]] = [
        "VD1": [plain], "VD2": [fresh], "VD3": [renewing], "VD4": [either],
        "VD5": [{ try optional(expired: 60) }, { try optional(expired: 2_678_400) }], "VD6": [optionalHeader],
        "VD7": [ownLocations], "VD8": [malformed], "VD9": [withoutSubject], "VD10": [audience], "VD11": [issuer],
        "VD12": [oneWord], "VD13": [{ try expired(.access, "/protected") }, { try expired(.refresh, "/renewing") }],
        "VD14": [expiredByHand], "VD15": [nothing], "VD16": [otherAlgorithm], "VD17": [byHand],
        "VD18": [numericSubject],
    ]

    private static func plain() throws {
        let bench = try Bench()
        try bench.get("/protected", bench.token()).expect(200)
        try bench.get("/protected", bench.token(fresh: .always)).expect(200)
        try bench.get("/protected").expect(401, "token_required")
        try bench.get("/protected", bench.token(.refresh)).expect(401, "token_invalid")
    }

    private static func fresh() throws {
        let bench = try Bench()
        let now = bench.face.clock.now
        try bench.get("/fresh", bench.token(fresh: .always)).expect(200)
        try bench.get("/fresh", bench.token()).expect(401, "fresh_token_required")
        try bench.get("/fresh", bench.token(fresh: .until(now + 300))).expect(200)
        try bench.get("/fresh", bench.token(fresh: .until(now - 60))).expect(401, "fresh_token_required")
        try bench.get("/fresh").expect(401, "token_required")
        try bench.get("/fresh", bench.token(.refresh)).expect(401, "token_invalid")
        let own = try Bench(hooks: Bench.own("fresh_token_required", 201))
        try own.get("/fresh", own.token()).expectOwn(201, seen: true)
    }

    private static func renewing() throws {
        let bench = try Bench()
        try bench.get("/renewing", bench.token()).expect(401, "token_invalid")
        try bench.get("/renewing", bench.token(fresh: .always)).expect(401, "token_invalid")
        try bench.get("/renewing").expect(401, "token_required")
        try bench.get("/renewing", bench.token(.refresh)).expect(200)
    }

    private static func either() throws {
        let bench = try Bench()
        try bench.get("/either", bench.token()).expect(200)
        try bench.get("/either", bench.token(fresh: .always)).expect(200)
        try bench.get("/either", bench.token(.refresh)).expect(200)
        try bench.get("/either").expect(401, "token_required")
    }

    private static func optional(expired seconds: Int64) throws {
        let bench = try Bench()
        for fresh in [Freshness.never, .always] {
            let answer = try bench.get("/optional", bench.token(fresh: fresh))
            answer.expect(200)
            #expect(answer.json?["user"] == "username")
        }
        try bench.get("/optional", bench.token(.refresh)).expect(401, "token_invalid")
        try bench.get("/optional", bench.token(expiring: -seconds)).expect(401, "token_expired")
    }

    private static func optionalHeader() throws {
        let bench = try Bench()
        #expect(try bench.get("/optional").json?["user"] == .null)
        for field in ["basic creds", "Foo 1, Bar 2, Baz, 3"] {
            #expect(try bench.get("/optional", field: field).json?["user"] == .null)
        }
        for field in ["Bearer ", "Bearer xxx", "Foo 1, Bearer, Baz, 3", "Foo 1, Bearer 2, Baz, 3", "Bearer ,,0"] {
            try bench.get("/optional", field: field).expect(401, "token_invalid")
        }
    }

    private static func ownLocations() throws {
        let bench = try Bench([.cookies]) { _ in
        } routes: { _ in
            [Route(.get, "/by-header", .signedIn.from(.headers)) { _, _ in .json(["foo": "bar"]) }]
        }
        try bench.get("/by-header", bench.token()).expect(200)
        try bench.get("/protected", bench.token()).expect(401, "token_required")
    }

    private static func malformed() throws {
        try Bench().get("/protected", "aaaaa.bbbbb.ccccc").expect(401, "token_invalid")
        let own = try Bench(hooks: Bench.own("token_invalid", 201))
        try own.get("/protected", "aaaaa.bbbbb.ccccc").expectOwn(201, seen: false)
    }

    private static func withoutSubject() throws {
        let bench = try Bench()
        try bench.get("/protected", bench.token(without: ["sub"])).expect(401, "token_invalid")
        #expect(bench.face.records.last?.reason == "the claim sub is missing or invalid")
    }

    private static func audience() throws {
        try demanding(TokenPolicy(validation: Validation(audiences: ["my_audience"])), "aud", "my_audience")
    }

    private static func issuer() throws {
        try demanding(TokenPolicy(validation: Validation(issuers: ["my_issuer"])), "iss", "my_issuer")
    }

    private static func demanding(_ policy: TokenPolicy, _ claim: String, _ right: JSON) throws {
        let any = try Bench()
        try any.get("/protected", any.token(with: [claim: right])).expect(200)
        let demanding = try Bench(tokens: policy)
        try demanding.get("/protected", demanding.token()).expect(401, "token_invalid")
        try demanding.get("/protected", demanding.token(with: [claim: "different"])).expect(401, "token_invalid")
        try demanding.get("/protected", demanding.token(with: [claim: right])).expect(200)
    }

    private static func oneWord() throws {
        try Bench().get("/protected", "foobarbaz").expect(401, "token_invalid")
    }

    private static func expired(_ type: TokenType, _ path: String) throws {
        let bench = try Bench()
        try bench.get(path, bench.token(type, expiring: -60)).expect(401, "token_expired")
        let own = try Bench(hooks: Bench.own("token_expired", 201))
        let answer = try own.get(path, own.token(type, expiring: -60))
        answer.expectOwn(201, seen: true)
        #expect(answer.json?["type"] == .string(type.rawValue))
    }

    private static func expiredByHand() throws {
        let bench = try Bench(
            hooks: Bench.own("token_expired", 401),
            routes: { authority in
                [
                    Route(.get, "/by-hand", .anyone) { request, _ in
                        _ = try authority.admit(access: request.query("token") ?? "")
                        return .json([:])
                    }
                ]
            })
        let answer = try bench.face.ask("GET", "/by-hand", query: "token=\(bench.token(expiring: -60))")
        answer.expectOwn(401, seen: false)
    }

    private static func nothing() throws {
        try Bench().get("/protected").expect(401, "token_required")
        try Bench(hooks: Bench.own("token_required", 201)).get("/protected").expectOwn(201, seen: false)
    }

    private static func otherAlgorithm() throws {
        let bench = try Bench()
        let other = try KeyRing(signing: .secret(Face.secret, algorithm: .hs512, id: bench.face.keys.signing.id))
        let claims = try #require(bench.face.authority.contents(ofExpired: bench.token())?.claims)
        try bench.get("/protected", other.sign(claims)).expect(401, "token_invalid")
        #expect(bench.face.records.last?.reason == "the algorithm is not the key's")
    }

    private static func byHand() throws {
        let bench = try Bench(routes: { authority in
            [
                Route(.get, "/by-hand", .anyone) { request, _ in
                    let grant = try authority.admit(access: request.query("token") ?? "")
                    return .json([
                        "alg": .string(grant.header.algorithm.rawValue), "sub": grant.claims["sub"] ?? .null,
                    ])
                }
            ]
        })
        let answer = try bench.face.ask("GET", "/by-hand", query: "token=\(bench.token())")
        #expect(answer.json == ["alg": "HS256", "sub": "username"])
    }

    private static func numericSubject() throws {
        let bench = try Bench()
        try bench.get("/protected", bench.token(with: ["sub": 1234])).expect(401, "token_invalid")
    }
}
