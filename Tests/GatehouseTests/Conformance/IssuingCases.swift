// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

/// UL, OP, OE, AS: users of the application's own, OPTIONS, guests, and the change to another algorithm.
enum IssuingCases {
    static let all: [String: [Run]] = [
        "UL2": [{ try known(.get) }, { try known(.post) }], "UL3": [{ try unknown(.get) }, { try unknown(.post) }],
        "UL4": [{ try ownAnswer(.get) }, { try ownAnswer(.post) }],
        "OP1": [{ try options("/protected") }], "OP2": [{ try options("/fresh") }],
        "OP3": [{ try options("/renewing") }], "OE1": [guest], "AS1": [otherAlgorithm],
    ]

    private struct Basket: Sendable { let owner: String }

    private static func bench(_ method: Gatehouse.Method, finds: Bool, _ hooks: Hooks = Hooks()) throws -> Bench {
        try Bench(
            hooks: hooks,
            routes: { _ in
                [
                    Route(method, "/basket", .known(.signedIn) { finds ? Basket(owner: $0.user.name) : nil }) {
                        _, basket in
                        .json(["owner": .string(basket.owner)])
                    }
                ]
            })
    }

    private static func known(_ method: Gatehouse.Method) throws {
        let bench = try bench(method, finds: true)
        let answer = try bench.face.ask(method.rawValue, "/basket", token: bench.token())
        #expect(answer.json == ["owner": "username"])
        #expect(bench.face.records.last?.user == "username")
    }

    private static func unknown(_ method: Gatehouse.Method) throws {
        let bench = try bench(method, finds: false)
        let answer = try bench.face.ask(method.rawValue, "/basket", token: bench.token())
        answer.expect(401, "user_unknown")
        #expect(answer.error == "Error loading the user username")
    }

    private static func ownAnswer(_ method: Gatehouse.Method) throws {
        let bench = try bench(method, finds: false, Bench.own("user_unknown", 201))
        try bench.face.ask(method.rawValue, "/basket", token: bench.token()).expectOwn(201, seen: true)
    }

    private static func options(_ path: String) throws {
        let answer = try Bench().face.ask("OPTIONS", path)
        #expect(answer.status == 204)
        #expect(answer.header("Allow") == "GET, POST, HEAD, OPTIONS")
        #expect(answer.response.body.isEmpty)
    }

    private static func guest() throws {
        let bench = try Bench(routes: { _ in
            [
                Route(
                    .get, "/basket",
                    .known(.optional) { grant -> Basket? in
                        #expect(grant == nil)
                        return Basket(owner: grant?.user.name ?? "nobody")
                    }
                ) { _, basket in .json(["owner": .string(basket.owner)]) }
            ]
        })
        #expect(try bench.get("/optional").json == ["foo": "bar", "user": .null])
        #expect(try bench.get("/basket").json == ["owner": "nobody"])
    }

    private static func otherAlgorithm() throws {
        let now = 1500 as NumericDate
        let claims = Claims(type: .access, subject: "username", tokenID: "1", issuedAt: now, expiration: now + 60)
        let old = try KeyRing(signing: .secret(Face.secret, id: "one"))
        let new = try KeyRing(signing: .secret(Face.secret, algorithm: .hs384, id: "one"))
        #expect(throws: TokenError.algorithm) { try new.verify(old.sign(claims), now: now, Validation()) }
        #expect(try new.verify(new.sign(claims), now: now, Validation()).claims.subject == "username")
    }
}
