// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Signatures that RFCs give")
struct SignatureVectorTests {
    @Test("the signature of an RFC is good, and nothing near it", arguments: vectors)
    func verifies(vector: Vector) throws {
        let (key, input) = (try vector.key(), Array(vector.input.utf8))
        var signature = try Base64URL.decode(vector.signature.utf8)
        #expect(key.accepts(signature, over: input))
        #expect(!key.accepts(signature, over: Array(vector.input.utf8.dropLast())))
        signature[0] ^= 1
        #expect(!key.accepts(signature, over: input))
    }

    @Test("where a signature has no random part, it is made as the RFC has it", arguments: vectors)
    func signs(vector: Vector) throws {
        let signed = try Forge.sign(vector.input, key: vector.key())
        #expect((signed == "\(vector.input).\(vector.signature)") == vector.isDeterministic)
    }

    @Test("RFC 7515 A.4: ES512 and P-521 are not among the algorithms")
    func es512() throws {
        #expect(Algorithm(name: "ES512") == nil)
        let coordinate = String(repeating: "A", count: 88)
        let key: JSON = [
            "kty": "EC", "crv": "P-521", "alg": "ES256", "x": .string(coordinate), "y": .string(coordinate),
        ]
        #expect(throws: KeyError.unknownCurve("P-521")) { try Key.jwk(key) }
    }

    @Test("RFC 7515 A.5: a token without a signature is none")
    func unsecured() throws {
        let token = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt."
        #expect(try Forge.verdict(token) == "malformed")
        #expect(try Forge.verdict(token + "AAAA") == "algorithm")
    }

    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        let algorithm: Algorithm
        let jwk: String
        let input: String
        let signature: String
        let isDeterministic: Bool

        init(
            _ name: String, _ algorithm: Algorithm, _ jwk: String, input: String, signature: String,
            isDeterministic: Bool
        ) {
            self.name = name
            self.algorithm = algorithm
            self.jwk = jwk
            self.input = input
            self.signature = signature
            self.isDeterministic = isDeterministic
        }

        func key() throws -> Key {
            try Key.jwk(JSON(parsing: jwk.utf8).with("alg", .string(algorithm.rawValue)))
        }

        var testDescription: String { name }
    }

    static let vectors = [
        Vector(
            "RFC 7515 A.2", .rs256, PublishedKeys.thirdRSA,
            input: #"""
                eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19\#
                yb290Ijp0cnVlfQ
                """#,
            signature: #"""
                cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9\#
                uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB\#
                _eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq\#
                Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
                """#,
            isDeterministic: true),
        Vector(
            "RFC 7515 A.3", .es256, PublishedKeys.p256,
            input: #"""
                eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19\#
                yb290Ijp0cnVlfQ
                """#,
            signature: #"""
                DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q
                """#,
            isDeterministic: false),
        Vector(
            "RFC 7520 4.1", .rs256, PublishedKeys.otherRSA,
            input: #"""
                eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ\#
                1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24\#
                ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4
                """#,
            signature: #"""
                MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi8\#
                4wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocS\#
                adnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJu\#
                shZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg
                """#,
            isDeterministic: true),
        Vector(
            "RFC 7520 4.2", .ps384, PublishedKeys.otherRSA,
            input: #"""
                eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ\#
                1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24\#
                ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4
                """#,
            signature: #"""
                cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItl\#
                lVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0\#
                TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0\#
                uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw
                """#,
            isDeterministic: false),
        Vector(
            "RFC 7520 4.4", .hs256, #"{"kty":"oct","k":"hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"}"#,
            input: #"""
                eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.SXTigJlzIGEgZGFuZ2V\#
                yb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHl\#
                vdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB\#
                0by4
                """#,
            signature: #"""
                s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0
                """#,
            isDeterministic: true),
        Vector(
            "RFC 8037 A.4", .edDSA, PublishedKeys.ed25519,
            input: #"""
                eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc
                """#,
            signature: #"""
                hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg
                """#,
            isDeterministic: true),
    ]
}
