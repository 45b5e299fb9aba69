// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

/// DT: what tokens hold, and which are accepted, without any route.
enum DecodingCases {
    static let all: [String: [Run]] = [
        "DT1": [withoutSubject, withoutCSRF], "DT2": [bare], "DT3": [otherType], "DT4": [audience],
        "DT5": [{ expired(.access) }, { expired(.refresh) }],
        "DT6": [{ try contents(.access) }, { try contents(.refresh) }],
        "DT7": [forever], "DT8": [notBefore], "DT10": [tokenID], "DT11": [oneKey], "DT12": [otherKey],
        "DT13": audiences.map { audience in { try overlapping(audience, with: ["foo", "bar"]) } },
        "DT14": others.map { audience in { disjoint(audience) } },
        "DT15": others.map { audience in { try overlapping(audience, with: []) } },
        "DT16": subjects.map { subject in { noText(subject) } },
        "DT17": subjects.map { subject in { noText(subject) } },
        "DT18": [issuer], "DT19": [{ try issuers("foobar", ["baz"], .issuer) }],
        "DT20": [{ try issuers("foobar", ["foobar"], nil) }], "DT21": [{ try issuers("foobar", ["baz"], .issuer) }],
        "DT22": [oneWord], "DT23": [header], "DT24": [lifetimes], "DT25": [{ try notBeforeIsWritten(true) }],
        "DT26": [{ try notBeforeIsWritten(false) }],
    ]

    private static let audiences: [JSON] = ["foo", ["bar"], ["foo", "bar", "baz"]]
    private static let others: [JSON] = ["bar", ["bar"], ["bar", "baz"]]
    private static let subjects: [JSON] = [123, [:], [], false]

    private static func keys(_ secret: [UInt8] = Face.secret) throws -> KeyRing {
        try KeyRing(signing: .secret(secret, id: "one"))
    }

    private static func claims(
        _ type: TokenType = .access, _ values: [String: JSON] = [:], without names: [String] = []
    ) -> Claims {
        Claims(type: type, subject: "username", tokenID: "1234", issuedAt: 1000, expiration: 2000)
            .changed(with: values, without: names)
    }

    /// What comes of signing the claims and verifying the token.
    @discardableResult
    private static func decoded(
        _ claims: Claims, at now: NumericDate = 1500, _ validation: Validation = Validation()
    ) throws -> Claims {
        try keys().verify(keys().sign(claims), now: now, validation).claims
    }

    private static func withoutSubject() {
        #expect(throws: TokenError.claim("sub")) { try decoded(claims(without: ["sub"])) }
    }

    private static func withoutCSRF() throws {
        let bench = try Bench([.cookies])
        let cookie = ("HTTP_COOKIE", "__Host-access_token_cookie=\(try bench.token())")
        try bench.face.ask("POST", "/protected", [cookie, ("HTTP_X_CSRF_TOKEN", "abcd")]).expect(401, "token_invalid")
        #expect(bench.face.records.last?.reason == "the claim csrf is missing or invalid")
    }

    private static func bare() throws {
        let bare = claims(without: ["type", "jti", "fresh"])
        #expect(throws: TokenError.claim("jti")) { try decoded(bare) }
        let read = try decoded(bare, Validation(requiresRevocable: false))
        #expect(read.type == nil && read.fresh == nil && read.tokenID == nil)
    }

    private static func otherType() throws {
        #expect(try decoded(claims(.access, ["type": "app"]))["type"] == "app")
    }

    private static func audience() throws {
        #expect(try decoded(claims())["aud"] == nil)
        try decoded(claims(.access, ["aud": "foo"]), Validation(audiences: ["foo"]))
        for other in [claims(.access, ["aud": "foo"]), claims()] {
            #expect(throws: TokenError.audience) { try decoded(other, Validation(audiences: ["bar"])) }
        }
        #expect(try decoded(claims(.access, ["aud": "foo"]))["aud"] == "foo")
    }

    private static func expired(_ type: TokenType) {
        #expect(throws: TokenError.expired) { try decoded(claims(type), at: 2300) }
    }

    private static func contents(_ type: TokenType) throws {
        let bench = try Bench()
        let read = try bench.face.authority.contents(ofExpired: bench.token(type, expiring: -300))
        #expect(read?.claims.subject == "username")
        #expect(read?.claims.expiration != nil)
        let early = try bench.token(type, with: ["nbf": .integer(bench.face.clock.now + 3600)])
        #expect(bench.face.authority.contents(ofExpired: early)?.claims == nil)
    }

    private static func forever() throws {
        for type in TokenType.allCases {
            let endless = claims(type, without: ["exp"])
            #expect(throws: TokenError.claim("exp")) { try decoded(endless) }
            #expect(try decoded(endless, Validation(requiresExpiration: false)).expiration == nil)
        }
    }

    private static func notBefore() throws {
        #expect(throws: TokenError.notYetValid) { try decoded(claims(.access, ["nbf": 1530])) }
        try decoded(claims(.access, ["nbf": 1530]), Validation(leeway: 30))
    }

    private static func tokenID() throws {
        #expect(try decoded(claims()).tokenID == "1234")
    }

    private static func oneKey() throws {
        let token = try keys().sign(claims())
        #expect(try keys().verify(token, now: 1500, Validation()).header.keyID == "one")
    }

    private static func otherKey() throws {
        let other = try keys(Array("another secret of 32 bytes, or 33".utf8))
        let token = try other.sign(claims())
        #expect(throws: TokenError.signature) { try keys().verify(token, now: 1500, Validation()) }
        let read = try other.verify(token, now: 1500, Validation())
        #expect(read.header.algorithm == .hs256)
        #expect(read.claims.subject == "username")
    }

    private static func overlapping(_ audience: JSON, with accepted: [String]) throws {
        let read = try decoded(claims(.access, ["aud": audience]), Validation(audiences: accepted))
        #expect(read["aud"] == audience)
    }

    private static func disjoint(_ audience: JSON) {
        let token = claims(.access, ["aud": audience])
        #expect(throws: TokenError.audience) { try decoded(token, Validation(audiences: ["foo"])) }
    }

    private static func noText(_ subject: JSON) {
        #expect(throws: TokenError.claim("sub")) { try decoded(claims(.access, ["sub": subject])) }
    }

    private static func issuer() throws {
        let face = try Face(tokens: TokenPolicy(issuer: "foobar"))
        #expect(try face.read(face.login().access).issuer == "foobar")
    }

    private static func issuers(_ written: JSON, _ accepted: [String], _ error: TokenError?) throws {
        let token = claims(.access, ["iss": written])
        guard let error else { return #expect(try decoded(token, Validation(issuers: accepted)).issuer != nil) }
        #expect(throws: error) { try decoded(token, Validation(issuers: accepted)) }
    }

    private static func oneWord() throws {
        #expect(throws: TokenError.malformed("not three parts")) {
            try keys().verify("foobarbaz", now: 1500, Validation())
        }
    }

    private static func header() throws {
        for type in TokenType.allCases {
            let token = try keys().sign(claims(type), parameters: [.init("foo", "bar")])
            #expect(try keys().verify(token, now: 1500, Validation()).header.additional == [.init("foo", "bar")])
        }
    }

    private static func lifetimes() throws {
        let face = try Face(tokens: TokenPolicy(accessLifetime: 3600, refreshLifetime: 7200))
        let pair = try face.login()
        #expect(abs(try #require(face.read(pair.access).expiration) - face.clock.now - 3600) <= 2)
        #expect(abs(try #require(face.read(pair.refresh).expiration) - face.clock.now - 7200) <= 2)
    }

    private static func notBeforeIsWritten(_ written: Bool) throws {
        var policy = TokenPolicy()
        policy.writesNotBefore = written
        let face = try Face(tokens: policy)
        let claims = try face.read(face.login().access)
        #expect(claims.notBefore == (written ? claims.issuedAt : nil))
    }
}
