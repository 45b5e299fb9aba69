// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

@Suite("What an application does its own way")
struct HooksTests {
    @Test("no claim that decides anything is an application's to write", arguments: TokenAdditions.reservedClaims)
    func reservedClaims(_ name: String) throws {
        let face = try Face(hooks: Hooks(additions: TokenAdditions(claims: { _, _ in [.init(name, "x")] })))
        let login = try face.login()
        #expect(login.status == 500)
        #expect(face.records.last?.reason?.contains("\"\(name)\" is reserved") == true)
    }

    @Test("no header parameter that could choose a key is", arguments: ["alg", "typ", "kid", "jwk", "crit", "x5c"])
    func reservedParameters(_ name: String) throws {
        let additions = TokenAdditions(parameters: { _, _ in [.init(name, "x")] })
        #expect(try Face(hooks: Hooks(additions: additions)).login().status == 500)
    }

    @Test("nor the same name twice")
    func twice() throws {
        let additions = TokenAdditions(claims: { _, _ in [.init("a", 1), .init("a", 2)] })
        #expect(try Face(hooks: Hooks(additions: additions)).login().status == 500)
    }

    @Test("a demand that fails for want of something is no yes")
    func demandFails() throws {
        struct Unknown: Error {}
        let face = try Face(hooks: Hooks(demand: { _ in throw Unknown() }))
        let pair = try face.login()
        #expect(try face.ask("GET", "/profile", token: pair.access).status == 500)
    }

    @Test("a demand holds for a refresh as well, before the token is spent")
    func demandOnRefresh() throws {
        let face = try Face(hooks: Hooks(demand: { $0.claims.type == .access }))
        let pair = try face.login()
        #expect(try face.ask("POST", "/refresh", token: pair.refresh).code == "claims_refused")
        #expect(try face.ask("GET", "/profile", token: pair.access).status == 200)
    }

    @Test("an own answer stands for any code, and goes out with the request's id")
    func answers() throws {
        let hooks = Hooks(answers: [
            "not_found": { .json(["was": .integer(Int64($0.problem.status))], status: 410) }
        ])
        let answer = try Face(hooks: hooks).ask("GET", "/nothing")
        #expect(answer.status == 410)
        #expect(answer.json == ["was": 404])
        #expect(answer.header("X-Request-ID") != nil)
    }

    @Test("one of several roles, or all of them, as they are held now")
    func roles() throws {
        let face = try Face(routes: { _ in
            [
                Route(.get, "/any", .role(anyOf: "admin", "user")) { _, _ in .json([:]) },
                Route(.get, "/all", .role(allOf: "admin", "user")) { _, _ in .json([:]) },
                Route(.get, "/none", .role(anyOf: "admin", "nobody")) { _, _ in .json([:]) },
            ]
        })
        let token = try face.login().access
        #expect(try face.ask("GET", "/any", token: token).status == 200)
        #expect(try face.ask("GET", "/all", token: token).code == "insufficient_permissions")
        #expect(try face.ask("GET", "/none", token: token).code == "insufficient_permissions")
        let user = try #require(try face.store.user(named: Username("alice")))
        _ = try face.store.setRoles(of: user.id, to: ["admin", "user"])
        #expect(try face.ask("GET", "/all", token: token).status == 200)
    }

    @Test("one of several permissions, or all of them")
    func permissions() throws {
        let face = try Face(routes: { _ in
            [
                Route(.get, "/any", .permission(anyOf: "users:read", "users:write")) { _, _ in .json([:]) },
                Route(.get, "/all", .permission(allOf: "users:read", "users:write")) { _, _ in .json([:]) },
            ]
        })
        let token = try face.login().access
        for path in ["/any", "/all"] {
            #expect(try face.ask("GET", path, token: token).code == "insufficient_permissions")
        }
        let user = try #require(try face.store.user(named: Username("alice")))
        _ = try face.store.setRoles(of: user.id, to: ["admin"])
        for path in ["/any", "/all"] { #expect(try face.ask("GET", path, token: token).status == 200) }
    }

    @Test("an optional route may take whoever shows an expired token for a guest, and a bad one still for bad")
    func expiredGuest() throws {
        let face = try Face(routes: { _ in
            [
                Route(.get, "/greeting", .optional(expired: .guest)) { _, grant in
                    .json(["name": .string(grant?.user.name ?? "guest")])
                }
            ]
        })
        let token = try face.login().access
        #expect(try face.ask("GET", "/greeting", token: token).json?["name"] == "alice")
        face.clock.advance(by: 1801)
        #expect(try face.ask("GET", "/greeting", token: token).json?["name"] == "guest")
        #expect(try face.ask("GET", "/greeting", token: "rubbish").code == "token_invalid")
    }
}
