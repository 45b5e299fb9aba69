// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@Suite("Claims")
struct ClaimsTests {
    @Test("claims to be issued are written as Flask-JWT-Extended writes them")
    func issuing() {
        let claims = Claims(
            type: .refresh, subject: "alice", tokenID: "t", issuedAt: 10, expiration: 20, fresh: .always, csrf: "c",
            audience: ["one"], issuer: "me", role: "admin", roles: ["admin"], sessionID: "s",
            additional: [JSON.Member("n", 1)])
        let text = String(decoding: JSON.object(claims.members).serialized(), as: UTF8.self)
        #expect(
            text == #"{"fresh":true,"iat":10,"jti":"t","type":"refresh","sub":"alice","nbf":10,"csrf":"c","aud":"one","#
                + #""iss":"me","exp":20,"role":"admin","roles":["admin"],"sid":"s","n":1}"#)
    }

    @Test("what is nil or empty is left out")
    func omissions() {
        let claims = Claims(type: .access, subject: "alice", tokenID: "t", issuedAt: 10, expiration: nil)
        #expect(claims.members.map(\.name) == ["fresh", "iat", "jti", "type", "sub", "nbf"])
        #expect(claims.expiration == nil && claims.csrf == nil && claims.audience.isEmpty && claims.roles.isEmpty)
    }

    @Test("an accessor reads what was issued")
    func accessors() {
        let claims = Claims(
            type: .access, subject: "alice", tokenID: "t", issuedAt: 10, expiration: 20, fresh: .until(15), csrf: "c",
            audience: ["one", "two"], issuer: "me", role: "admin", roles: ["admin", "editor"], sessionID: "s")
        #expect(claims.type == .access && claims.subject == "alice" && claims.tokenID == "t" && claims.issuer == "me")
        #expect(claims.issuedAt == 10 && claims.notBefore == 10 && claims.expiration == 20)
        #expect(claims.fresh == .until(15) && claims.csrf == "c" && claims.audience == ["one", "two"])
        #expect(claims.role == "admin" && claims.roles == ["admin", "editor"] && claims.sessionID == "s")
        #expect(claims["roles"] == ["admin", "editor"] && claims["none"] == nil)
    }

    @Test(
        "freshness is a truth value or a time, and nothing else",
        arguments: [
            (JSON.bool(true), 100, true), (.bool(false), 100, false), (.integer(100), 100, true),
            (.integer(99), 100, false),
            (.number(100.9), 100, true), (.number(100.9), 101, false), (.number(99.9), 100, false),
            (.number(1e300), 100, false),
            (.string("true"), 100, false), (.null, 100, false), (.array([true]), 100, false),
            (.number(.nan), 100, false),
        ])
    func freshness(value: JSON, now: NumericDate, isFresh: Bool) {
        #expect(Claims(members: [JSON.Member("fresh", value)]).fresh?.holds(at: now) == isFresh)
    }

    @Test(
        "a type is one of two words",
        arguments: [
            (.string("access"), .access), (.string("refresh"), .refresh), (.string("Access"), nil),
            (.string("app"), nil), (.string(""), nil), (.null, nil), (.array(["access"]), nil),
        ] as [(JSON, TokenType?)])
    func types(value: JSON, type: TokenType?) {
        #expect(Claims(members: [JSON.Member("type", value)]).type == type)
    }

    @Test("an accessor gives nothing for a claim of another kind")
    func otherKinds() {
        let names = ["sub", "jti", "iss", "exp", "nbf", "iat", "csrf", "role", "roles", "sid", "aud", "type"]
        let claims = Claims(members: names.map { JSON.Member($0, ["a": 1]) })
        #expect(claims.subject == nil && claims.tokenID == nil && claims.issuer == nil && claims.expiration == nil)
        #expect(claims.notBefore == nil && claims.issuedAt == nil && claims.csrf == nil && claims.role == nil)
        #expect(claims.roles.isEmpty && claims.sessionID == nil && claims.audience.isEmpty && claims.type == nil)
    }
}
