// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

/// The rules of RFC 7515 to 7519, 8037 and 8725, numbered as in the project's list of them.
///
/// Each is shown by what it lets through and what it stops; the attacks try many more ways around it.
@Suite("The rules for tokens")
struct RuleTests {
    @Test("each rule lets through what is right and stops what is not", arguments: rules)
    func rule(row: Case) throws {
        #expect(try Forge.verdict(row.make()) == row.verdict)
    }

    private static let longest = Forge.payload(with: #","x":"\#(String(repeating: "a", count: 5700))""#)

    static let rules: [Case] = [
        Case("R1 three parts", "accepted") { try Forge.token() },
        Case("R1 two dots exactly", "malformed") { try Forge.token() + "." },
        Case("R1 no part is empty", "malformed") { ".." },
        Case("R1 a foreign character", "malformed") { try Forge.token() + "~" },
        .payload("R1 up to 8 KiB", "accepted", longest),
        .payload(
            "R1 over 8 KiB", "malformed",
            longest.replacing(",\"x\"", with: String(repeating: " ", count: 600) + ",\"x\"")),
        Case("R2 no padding", "malformed") { try Forge.token() + "=" },
        Case("R2 no other spelling", "malformed") {
            // The last of 43 characters carries two bits that belong to no byte.
            let token = try Forge.token()
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            let last = try #require(token.last.flatMap(alphabet.firstIndex))
            return token.dropLast() + String(alphabet[last ^ 1])
        },
        .header("R3 a member twice", "malformed", #"{"alg":"HS256","kid":"main","kid":"main"}"#),
        .header("R3 nested in five", "malformed", #"{"alg":"HS256","kid":"main","x":[[[[]]]]}"#),
        .header("R4 the key's algorithm", "accepted", #"{"alg":"HS256","kid":"main"}"#),
        .header("R4 another of the same family", "algorithm", #"{"alg":"HS384","kid":"main"}"#),
        .header("R4 in small letters", "algorithm", #"{"alg":"hs256","kid":"main"}"#),
        .header("R5 an unknown kid", "unknownKey", #"{"alg":"HS256","kid":"other"}"#),
        .header("R5 a kid that is a path", "malformed", #"{"alg":"HS256","kid":"../main"}"#),
        .header("R6 crit", "malformed", #"{"alg":"HS256","kid":"main","crit":["exp"]}"#),
        .header("R6 a key that comes along", "malformed", #"{"alg":"HS256","kid":"main","jwk":{}}"#),
        .header("R7 typ is JWT", "accepted", #"{"alg":"HS256","kid":"main","typ":"JWT"}"#),
        .header("R7 typ of something else", "malformed", #"{"alg":"HS256","kid":"main","typ":"rt+jwt"}"#),
        .claim("R8 a kind of token is a string", "claim type", "type", "1"),
        .payload("R9 a subject", "claim sub", Forge.payload(with: "", without: "sub")),
        .payload("R9 an expiry", "claim exp", Forge.payload(with: "", without: "exp")),
        .payload("R9 a time of issue", "claim iat", Forge.payload(with: "", without: "iat")),
        .payload("R9 a name of its own", "claim jti", Forge.payload(with: "", without: "jti")),
        .claim("R9 a time is a whole number", "claim exp", "exp", "1800001800.0"),
        .claim("R10 expires now", "expired", "exp", "1800000000"),
        .claim("R10 expires in a second", "accepted", "exp", "1800000001"),
        .claim("R10 not before the skew", "accepted", "nbf", "1800000005"),
        .claim("R10 not before more", "notYetValid", "nbf", "1800000006"),
        .claim("R10 issued later than the skew", "notYetValid", "iat", "1800000006"),
        Case("R13 the signature before the claims", "signature") {
            try Forge.token(payload: "{}", key: Forge.key(Forge.otherSecret))
        },
        Case("R13 the signature before the payload is read", "signature") {
            try Forge.token(payload: "{{{", key: Forge.key(Forge.otherSecret))
        },
    ]

    @Test("R8: what is meant for others is refused")
    func audience() throws {
        let token = try Forge.token(payload: Forge.payload(with: #","aud":"mail""#))
        #expect(try Forge.verdict(token, Validation(audiences: ["api"])) == "audience")
        #expect(try Forge.verdict(token, Validation(audiences: ["api", "mail"])) == "accepted")
    }

    @Test("R10: a life longer than the longest is refused")
    func lifetime() throws {
        #expect(try Forge.verdict(Forge.token(), Validation(maximumLifetime: 1799)) == "claim exp")
        #expect(try Forge.verdict(Forge.token(), Validation(maximumLifetime: 1800)) == "accepted")
    }

    @Test("R11: a key of each type has its least strength, and not less")
    func strength() throws {
        #expect(throws: KeyError.secretTooShort(count: 31)) { try Key.secret(Array(Forge.secret.dropLast())) }
        #expect(throws: KeyError.modulusSize(bits: 1024)) {
            let n = Base64URL.encode([UInt8](repeating: 0xC5, count: 128))
            return try Key.jwk(["kty": "RSA", "alg": "RS256", "e": "AQAB", "n": .string(n)])
        }
        #expect(throws: KeyError.invalidMember("x", mustBe: "exactly 32 bytes in base64url")) {
            try Key.jwk(TestKeys.jwk(.edDSA).with("x", "AAAA"))
        }
        #expect(throws: KeyError.notOnCurve(.p256)) {
            let jwk = try TestKeys.jwk(.es256)
            return try Key.jwk(jwk.with("y", jwk["x"]))
        }
    }

    @Test("R12: a signature has its one length", arguments: Algorithm.allCases)
    func length(algorithm: Algorithm) throws {
        let key = try TestKeys.main(algorithm)
        let input = Array("a.b".utf8)
        let signature = try key.signed(input)
        #expect(signature.count == SignatureTests.length(of: algorithm) && key.accepts(signature, over: input))
        #expect(!key.accepts(signature.dropLast(), over: input) && !key.accepts(signature + [0], over: input))
    }

    @Test("R14: a token may call its algorithm Ed25519")
    func nameOfEd25519() throws {
        let ring = try KeyRing(signing: TestKeys.main(.edDSA))
        let token = try Forge.token(header: #"{"alg":"Ed25519","kid":"main"}"#, key: TestKeys.main(.edDSA))
        #expect(try Forge.verdict(token, by: ring) == "accepted")
    }

    @Test(
        "R15: no two signatures of ECDSA share their nonce, be it over the same bytes",
        arguments: [Algorithm.es256, .es384])
    func nonces(algorithm: Algorithm) throws {
        let key = try TestKeys.main(algorithm)
        let halves = try (0..<100).map { _ in try key.signed(Array("a.b".utf8)).prefix(32) }
        #expect(Set(halves).count == 100)
    }

    @Test("R16: a token of another issuer is refused")
    func issuer() throws {
        let token = try Forge.token(payload: Forge.payload(with: #","iss":"https://else.example""#))
        #expect(try Forge.verdict(token, Validation(issuers: ["https://id.example"])) == "issuer")
        #expect(try Forge.verdict(token, Validation(issuers: ["https://else.example"])) == "accepted")
    }
}
