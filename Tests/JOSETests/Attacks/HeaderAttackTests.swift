// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

/// Attacks that are known from other libraries, numbered as in the project's catalogue of them.
///
/// What the wire, revocation and the store have to withstand (J39, J52-J54, J56-J60) is tested where those are, under
/// the same numbers.
@Suite("Attacks through the header")
struct HeaderAttackTests {
    @Test("the token does not choose its algorithm", arguments: algorithms)
    func algorithm(attack: Case) throws {
        #expect(try Forge.verdict(attack.make()) == attack.verdict)
    }

    static let algorithms: [Case] =
        ["none", "None", "NONE", "nOnE", "none ", #"none\u0000"#, ""].enumerated().map { index, name in
            .header("J\(index + 1) alg \(name)", "algorithm", #"{"alg":"\#(name)","kid":"main"}"#)
        } + [
            .header("J8 alg missing", "algorithm", #"{"typ":"JWT","kid":"main"}"#)
        ]
        + ["null", "0", "true", #"["HS256"]"#, #"{"a":1}"#].map {
            .header("J9 alg \($0)", "algorithm", #"{"alg":\#($0),"kid":"main"}"#)
        }
        + [
            "hs256", "Hs256", "HS256 ", " HS256", "HS384", "HS512", "RS256", "PS256", "ES256", "EdDSA",
            "HS256\\u0000",
        ].map {
            .header("J16 alg \($0)", "algorithm", #"{"alg":"\#($0)","kid":"main"}"#)
        } + [
            .header("the good one", "accepted", Forge.header),
            Case("J10 alg none without a signature", "malformed") {
                Base64URL.encode(#"{"alg":"none"}"#.utf8) + "." + Base64URL.encode(Forge.payload.utf8) + "."
            },
        ]

    @Test("no header brings a key, an address or another reading along", arguments: refusedParameters)
    func refusedParameter(attack: Case) throws {
        #expect(try Forge.verdict(attack.make()) == attack.verdict)
    }

    static let refusedParameters: [Case] = [
        ("J17", #""jwk":{"kty":"oct","k":"c2VjcmV0"}"#), ("J17", #""jwk":null"#),
        ("J17", #""\u006awk":{"kty":"RSA","n":"AQAB","e":"AQAB"}"#),
        ("J18", #""jku":"http://127.0.0.1/k""#), ("J18", #""jku":"file:///etc/passwd""#),
        ("J18", #""x5u":"gopher://169.254.169.254/""#), ("J19", #""x5c":["MIIB"]"#), ("J19", #""x5t":"AA""#),
        ("J19", ##""x5t#S256":"AA""##), ("J51", #""zip":"DEF""#), ("J51", #""p2c":2147483648"#),
        ("J64", #""enc":"A128GCM""#), ("J64", #""epk":{}"#), ("J61", #""crit":["exp"]"#), ("J61", #""crit":[]"#),
        ("J61", #""crit":["b64"],"b64":false"#), ("J61", #""b64":false"#), ("J61", #""b64":true"#),
        ("J61", #""crit":null"#), ("J63", #""cty":"JWT""#),
    ].map { number, parameter in
        .header("\(number) \(parameter)", "malformed", #"{"alg":"HS256","kid":"main",\#(parameter)}"#)
    }

    @Test(
        "J20: a kid is looked up and nothing else",
        arguments: [
            (#""../../dev/null""#, "malformed"), (#""/dev/null""#, "malformed"),
            (#""' UNION SELECT 'k'--""#, "malformed"),
            (#""%00""#, "malformed"), (#""""#, "malformed"), ("0", "malformed"), ("null", "malformed"),
            (#"["main"]"#, "malformed"), (#"{"main":1}"#, "malformed"), (#""main ""#, "malformed"),
            (#""main\u0000""#, "malformed"),
            (#""\#(String(repeating: "k", count: 65))""#, "malformed"), (#""__proto__""#, "unknownKey"),
            (#""Main""#, "unknownKey"),
            (#""mai""#, "unknownKey"), (#""\#(String(repeating: "k", count: 64))""#, "unknownKey"),
            (#""main""#, "accepted"),
        ])
    func keyID(value: String, verdict: String) throws {
        #expect(try Forge.verdict(Forge.token(header: #"{"alg":"HS256","kid":\#(value)}"#)) == verdict)
    }

    @Test("J20: a kid of 10 kB, and a header over 1 KiB, are refused")
    func size() throws {
        let huge = #"{"alg":"HS256","kid":"\#(String(repeating: "k", count: 10_000))"}"#
        #expect(try Forge.verdict(Forge.token(header: huge)) == "malformed")
        for (length, verdict) in [(1024, "accepted"), (1025, "malformed")] {
            let header = #"{"alg":"HS256","kid":"main"}"#
            let padded = header + String(repeating: " ", count: length - header.utf8.count)
            #expect(try Forge.verdict(Forge.token(header: padded)) == verdict)
        }
    }

    @Test("J21: a key of another purpose signs nothing here")
    func foreignKey() throws {
        let foreign = try Forge.key(Forge.otherSecret)
        #expect(try Forge.verdict(Forge.token(key: foreign)) == "signature")
        let header = #"{"alg":"HS256","typ":"JWT","kid":"csrf"}"#
        #expect(try Forge.verdict(Forge.token(header: header, key: foreign)) == "unknownKey")
    }

    @Test(
        "J55: typ is absent or JWT",
        arguments: [
            (#""JWT""#, "accepted"), (#""jwt""#, "malformed"), (#""at+jwt""#, "malformed"), (#""at+JWT""#, "malformed"),
            (#""application/at+jwt""#, "malformed"), (#""JOSE""#, "malformed"), (#""""#, "malformed"),
            ("null", "malformed"),
            (#"["JWT"]"#, "malformed"), ("1", "malformed"),
        ])
    func type(value: String, verdict: String) throws {
        #expect(try Forge.verdict(Forge.token(header: #"{"alg":"HS256","kid":"main","typ":\#(value)}"#)) == verdict)
    }

    @Test(
        "J40, J42: a header is read strictly",
        arguments: [
            #"{"alg":"HS256","kid":"main","alg":"none"}"#, #"{"alg":"none","kid":"main","alg":"HS256"}"#,
            #"{"alg":"HS256","kid":"main","\u0061lg":"none"}"#, #"{"\u0061lg":"none","kid":"main","alg":"HS256"}"#,
            #"{"alg":"HS256","kid":"main","kid":"main"}"#, #"{"alg":"HS256","kid":"main",}"#,
            #"{"alg":"HS256","kid":"main"} x"#,
            "\u{FEFF}" + #"{"alg":"HS256","kid":"main"}"#, #"["HS256"]"#, #""HS256""#, "null", "", " ", "{",
            #"{"alg":"HS256","kid":"main","x":[[[[1]]]]}"#, #"{"alg":"HS256","kid":"main","x":"\ud800"}"#,
        ])
    func strictHeader(header: String) throws {
        #expect(try Forge.verdict(Forge.token(header: header)) == "malformed")
    }

    @Test("J42: ALG is not alg")
    func letterCase() throws {
        #expect(try Forge.verdict(Forge.token(header: #"{"ALG":"HS256","kid":"main"}"#)) == "algorithm")
        #expect(try Forge.verdict(Forge.token(header: #"{"ALG":"none","alg":"HS256","kid":"main"}"#)) == "accepted")
    }
}
