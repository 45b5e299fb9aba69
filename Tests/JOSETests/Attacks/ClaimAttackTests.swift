// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Attacks through the payload")
struct ClaimAttackTests {
    @Test("J43: a time is a whole number, spelled as one", arguments: ["exp", "iat", "nbf"])
    func times(claim: String) throws {
        let refused = [
            #""99""#, #""1800000000""#, "99.5", "99.0", "1800000000.0", "1e2", "18e8", "1.8e9", "-1", "-0",
            "9007199254740992",
            "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551616", "true",
            "false", "null",
            "[]", "[1800000000]", "{}",
        ]
        for value in refused {
            let payload = Forge.payload(with: ",\"\(claim)\":\(value)", without: claim)
            #expect(try Forge.verdict(Forge.token(payload: payload)) == "claim \(claim)", "\(value)")
        }
        for value in ["NaN", "Infinity", "-Infinity", "1e400", "0900", "01800000000", "+1", "0x7FFFFFFF", ""] {
            let payload = Forge.payload(with: ",\"\(claim)\":\(value)", without: claim)
            #expect(try Forge.verdict(Forge.token(payload: payload)) == "malformed", "\(value)")
        }
    }

    @Test("J43-J46: claims are what they must be", arguments: wrongClaims)
    func wrongClaim(attack: Case) throws {
        #expect(try Forge.verdict(attack.make()) == attack.verdict)
    }

    static let wrongClaims: [Case] = [
        .payload("J43 exp missing", "claim exp", Forge.payload(with: "", without: "exp")),
        .payload("J43 iat missing", "claim iat", Forge.payload(with: "", without: "iat")),
        .payload("J43 nbf missing", "accepted", Forge.payload(with: "", without: "nbf")),
        .payload("jti missing", "claim jti", Forge.payload(with: "", without: "jti")),
        .payload("sub missing", "claim sub", Forge.payload(with: "", without: "sub")),
        .payload("sid missing", "accepted", Forge.payload(with: "", without: "sid")),
        .claim("J43 exp zero", "expired", "exp", "0"),
        .claim("J43 exp as late as it can be", "accepted", "exp", "9007199254740991"),
        .claim("J43 iat zero", "accepted", "iat", "0"),
        .claim("J44 nbf in an hour", "notYetValid", "nbf", "1800003600"),
        .claim("J44 iat in an hour", "notYetValid", "iat", "1800003600"),
        .claim("J44 exp now", "expired", "exp", "1800000000"),
        .claim("J44 exp in a second", "accepted", "exp", "1800000001"),
        .claim("J45 iss list", "claim iss", "iss", #"["https://a.example"]"#),
        .claim("J45 iss number", "claim iss", "iss", "1"), .claim("J45 iss null", "claim iss", "iss", "null"),
        .claim("J46 sub number", "claim sub", "sub", "1"), .claim("J46 sub empty", "claim sub", "sub", #""""#),
        .claim("J46 sub null", "claim sub", "sub", "null"), .claim("J46 sub list", "claim sub", "sub", #"["alice"]"#),
        .claim("J46 sub object", "claim sub", "sub", #"{"name":"alice"}"#),
        .claim("J46 sub false", "claim sub", "sub", "false"),
        .claim("jti number", "claim jti", "jti", "1"), .claim("jti null", "claim jti", "jti", "null"),
        .claim("jti empty", "claim jti", "jti", #""""#), .claim("sid number", "claim sid", "sid", "7"),
        .claim("sid null", "claim sid", "sid", "null"), .claim("J54 type null", "claim type", "type", "null"),
        .claim("J54 type list", "claim type", "type", #"["access"]"#), .claim("csrf number", "claim csrf", "csrf", "1"),
        .claim("J47 sub with U+0000", "claim sub", "sub", #""alice\u0000""#),
        .claim("J62 sub with CR LF", "claim sub", "sub", #""alice\r\nSet-Cookie: a=b""#),
        .claim("J62 sub with U+0085", "claim sub", "sub", #""alice\u0085""#),
        .claim("J62 sub with DEL", "claim sub", "sub", #""\u007falice""#),
        .claim("J62 jti with a line", "claim jti", "jti", #""a\nb""#),
        .claim("J62 sid with TAB", "claim sid", "sid", #""\t""#),
        .claim("J62 sub in Cyrillic", "accepted", "sub", #""Алиса é \u00a0""#),
        .claim("J62 a claim named __proto__", "accepted", "__proto__", #"{"role":"root"}"#),
        .claim("J62 SQL in sub", "accepted", "sub", #""' OR 1=1; --""#),
    ]

    @Test(
        "J40, J41: a member that comes twice is refused, in whichever spelling",
        arguments: [
            #","exp":1800009999"#, #","sub":"mallory""#, #","role":"root""#, #","\u0072ole":"root""#,
            #","\u0065xp":1800009999"#,
            #","x":{"a":1,"a":2}"#, #","é":1,"e\u0301":2"#, ",\"\u{212B}\":1,\"\u{C5}\":2",
        ])
    func duplicates(extra: String) throws {
        #expect(try Forge.verdict(Forge.token(payload: Forge.payload(with: extra))) == "malformed")
        let reversed = "{" + extra.dropFirst() + "," + Forge.payload.dropFirst()
        #expect(try Forge.verdict(Forge.token(payload: reversed)) == "malformed")
    }

    @Test("J42: EXP is not exp, and a look-alike is not the claim")
    func letterCase() throws {
        let upper = Forge.payload(with: #","EXP":1800001800"#, without: "exp")
        #expect(try Forge.verdict(Forge.token(payload: upper)) == "claim exp")
        let both = Forge.payload(with: #","EXP":1,"Sub":"mallory""#)
        let claims = try Forge.ring().verify(Forge.token(payload: both), now: Forge.now, Validation()).claims
        #expect(claims.subject == "alice")
    }

    @Test(
        "J47: a payload is strict JSON in UTF-8",
        arguments: [
            Forge.payload(with: #","n":"\ud800""#), Forge.payload(with: ","), Forge.payload + "x",
            Forge.payload + Forge.payload,
            "\u{FEFF}" + Forge.payload, Forge.payload(with: ",\"n\":\"a\u{1}b\""), Forge.payload + "\0",
            "[\(Forge.payload)]",
            #""alice""#, "null", "1", "{", "", "{}}", Forge.payload(with: ",n:1"), Forge.payload(with: "/* */"),
        ])
    func strictPayload(payload: String) throws {
        #expect(try Forge.verdict(Forge.token(payload: payload)) == "malformed")
    }

    @Test(
        "J47: bytes that are no UTF-8 are refused, also in a claim that nobody reads",
        arguments: [
            [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF], [0x80],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) throws {
        let payload = Array(Forge.payload.utf8.dropLast()) + Array(#","n":""#.utf8) + bytes + Array(#""}"#.utf8)
        #expect(try Forge.verdict(Forge.token(header: Array(Forge.header.utf8), payload: payload)) == "malformed")
        let wide = Forge.payload.utf8.flatMap { [$0, 0] as [UInt8] }
        #expect(try Forge.verdict(Forge.token(header: Array(Forge.header.utf8), payload: wide)) == "malformed")
    }

    @Test(
        "J48: depth is limited",
        arguments: [
            (10, "accepted"), (15, "accepted"), (16, "malformed"), (512, "malformed"), (513, "malformed"),
            (2900, "malformed"),
        ])
    func depth(depth: Int, verdict: String) throws {
        let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(try Forge.verdict(Forge.token(payload: Forge.payload(with: ",\"n\":\(nested)"))) == verdict)
    }

    @Test("J48, J49: as deep and as many as 8 KiB allow is dealt with")
    func bombs() throws {
        let members = (0..<600).map { ",\"\($0)\":0" }.joined()
        #expect(try Forge.verdict(Forge.token(payload: Forge.payload(with: members))) == "accepted")
        #expect(try Forge.verdict(Forge.token(payload: String(repeating: "[", count: 6000))) == "malformed")
        #expect(try Forge.verdict(Forge.token(payload: String(repeating: #"{"":"#, count: 1500))) == "malformed")
    }
}
