// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Validation")
struct ValidationTests {
    @Test(
        "exp is the first second that is too late; leeway defers it",
        arguments: [
            (0, -1, "accepted"), (0, 0, "expired"), (0, 1, "expired"), (30, 29, "accepted"), (30, 30, "expired"),
            (30, 31, "expired"), (-5, -1, "accepted"), (-5, 0, "expired"),
        ])
    func expiry(leeway: Int64, late: Int64, verdict: String) throws {
        let payload = Forge.payload(with: ",\"exp\":\(Forge.now - late)", without: "exp")
        #expect(try Forge.verdict(Forge.token(payload: payload), Validation(leeway: leeway)) == verdict)
    }

    @Test(
        "nbf and iat may lie in the future by the leeway and the skew of clocks",
        arguments: [
            (0, 5, 5, "accepted"), (0, 5, 6, "notYetValid"), (0, 0, 0, "accepted"), (0, 0, 1, "notYetValid"),
            (30, 5, 35, "accepted"), (30, 5, 36, "notYetValid"), (-9, -9, 0, "accepted"), (-9, -9, 1, "notYetValid"),
        ])
    func future(leeway: Int64, skew: Int64, early: Int64, verdict: String) throws {
        for claim in ["nbf", "iat"] {
            let payload = Forge.payload(with: ",\"\(claim)\":\(Forge.now + early)", without: claim)
            let validation = Validation(leeway: leeway, clockSkew: skew)
            #expect(try Forge.verdict(Forge.token(payload: payload), validation) == verdict)
        }
    }

    @Test("the skew of clocks does not defer expiry")
    func skewAndExpiry() throws {
        let payload = Forge.payload(with: ",\"exp\":\(Forge.now)", without: "exp")
        #expect(try Forge.verdict(Forge.token(payload: payload), Validation(clockSkew: 3600)) == "expired")
    }

    @Test(
        "no time and no leeway overflows",
        arguments: [
            (Int64.max, Int64.max, "accepted"), (.max, 0, "expired"), (.max, 5, "expired"), (.min, 0, "notYetValid"),
            (.min, .max, "notYetValid"), (0, .max, "accepted"), (-1, 0, "notYetValid"), (.max, .min, "expired"),
        ])
    func extremes(now: NumericDate, leeway: Int64, verdict: String) throws {
        let payload = Forge.payload(with: #","exp":9007199254740991"#, without: "exp")
        let validation = Validation(leeway: leeway, clockSkew: 5)
        #expect(try Forge.verdict(Forge.token(payload: payload), now: now, validation) == verdict)
    }

    @Test("the first time that there is, less any leeway, is not yet any token's end", arguments: [0, 10, Int64.max])
    func earliest(leeway: Int64) throws {
        let token = try Forge.token(payload: #"{"sub":"alice","exp":0}"#)
        let validation = Validation(leeway: leeway, requiresRevocable: false)
        #expect(try Forge.verdict(token, now: .min, validation) == "accepted")
    }

    @Test("a token without exp is accepted only where none is demanded")
    func optionalExpiration() throws {
        let token = try Forge.token(payload: Forge.payload(with: "", without: "exp"))
        #expect(try Forge.verdict(token) == "claim exp")
        #expect(try Forge.verdict(token, Validation(requiresExpiration: false)) == "accepted")
        let wrong = try Forge.token(payload: Forge.payload(with: #","exp":null"#, without: "exp"))
        #expect(try Forge.verdict(wrong, Validation(requiresExpiration: false)) == "claim exp")
    }

    @Test("a token without jti or iat is accepted only where it need not be revocable", arguments: ["jti", "iat"])
    func revocable(claim: String) throws {
        let token = try Forge.token(payload: Forge.payload(with: "", without: claim))
        #expect(try Forge.verdict(token) == "claim \(claim)")
        #expect(try Forge.verdict(token, Validation(requiresRevocable: false)) == "accepted")
        let wrong = try Forge.token(payload: Forge.payload(with: ",\"\(claim)\":null", without: claim))
        #expect(try Forge.verdict(wrong, Validation(requiresRevocable: false)) == "claim \(claim)")
    }

    @Test(
        "an issuer that is demanded must be there, exactly",
        arguments: [
            (#","iss":"https://a.example""#, "accepted"), (#","iss":"https://b.example""#, "accepted"), ("", "issuer"),
            (#","iss":"https://a.example/""#, "issuer"), (#","iss":"HTTPS://A.EXAMPLE""#, "issuer"),
            (#","iss":["https://a.example"]"#, "claim iss"), (#","iss":"""#, "claim iss"),
        ])
    func issuer(extra: String, verdict: String) throws {
        let validation = Validation(issuers: ["https://a.example", "https://b.example"])
        #expect(try Forge.verdict(Forge.token(payload: Forge.payload(with: extra)), validation) == verdict)
    }

    @Test("names are compared by their scalars, not by their looks")
    func spelling() throws {
        let token = try Forge.token(payload: Forge.payload(with: #","iss":"\u212a","aud":"e\u0301""#))
        #expect(try Forge.verdict(token, Validation(issuers: ["K"])) == "issuer")
        #expect(try Forge.verdict(token, Validation(audiences: ["\u{E9}"])) == "audience")
        #expect(try Forge.verdict(token, Validation(issuers: ["\u{212A}"], audiences: ["e\u{301}"])) == "accepted")
    }

    @Test(
        "J45: an audience that is demanded must be among the token's",
        arguments: [
            (#""foo""#, "accepted"), (#"["bar"]"#, "accepted"), (#"["foo","bar","baz"]"#, "accepted"),
            (#""baz""#, "audience"),
            (#"["baz"]"#, "audience"), (#""""#, "audience"), ("[]", "audience"), ("1", "audience"),
            ("null", "audience"),
            (#"["foo",1]"#, "audience"), (#"[["foo"]]"#, "audience"), (#"{"foo":1}"#, "audience"),
            (#""Foo""#, "audience"),
        ])
    func audience(value: String, verdict: String) throws {
        let token = try Forge.token(payload: Forge.payload(with: ",\"aud\":\(value)"))
        #expect(try Forge.verdict(token, Validation(audiences: ["foo", "bar"])) == verdict)
        #expect(try Forge.verdict(token) == "accepted", "where none is demanded, aud is ignored")
    }

    @Test("a missing audience is refused where one is demanded")
    func missingAudience() throws {
        #expect(try Forge.verdict(Forge.token(), Validation(audiences: ["foo"])) == "audience")
    }

    @Test("a life longer than allowed is refused", arguments: [(1800, "accepted"), (1799, "claim exp")])
    func lifetime(maximum: Int64, verdict: String) throws {
        #expect(try Forge.verdict(Forge.token(), Validation(maximumLifetime: maximum)) == verdict)
    }

    @Test(
        "a token that is wrong and expired is wrong",
        arguments: [
            ("signature", Validation()), ("issuer", Validation(issuers: ["x"])),
            ("audience", Validation(audiences: ["x"])),
            ("claim exp", Validation(maximumLifetime: 1)), ("expired", Validation()),
        ])
    func expiryIsLast(verdict: String, validation: Validation) throws {
        let key = try Forge.key(verdict == "signature" ? Forge.otherSecret : Forge.secret)
        #expect(try Forge.verdict(Forge.token(key: key), now: Forge.now + 9999, validation) == verdict)
    }
}
