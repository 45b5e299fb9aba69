// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Keys in JWK that are refused")
struct JWKRefusalTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let error: KeyError
        let make: @Sendable () throws -> JSON

        init(_ name: String, _ error: KeyError, _ make: @escaping @Sendable () throws -> JSON) {
            self.name = name
            self.error = error
            self.make = make
        }

        /// A good key with one member that is another, or none.
        static func member(_ key: Algorithm, _ name: String, _ value: JSON?, _ error: KeyError) -> Row {
            Row("\(key) with \(name) \(value?.text.prefix(40) ?? "missing")", error) {
                try TestKeys.jwk(key).with(name, value)
            }
        }

        var testDescription: String { name }
    }

    @Test("a key that is not whole, not spelled well or not of its kind is refused", arguments: members)
    func member(row: Row) throws {
        #expect(throws: row.error) { try Key.jwk(row.make()) }
    }

    static let members: [Row] = [
        Row("no object", .notAnObject) { ["RSA"] }, Row("nothing", .missingMember("kty")) { [:] },
        .member(.rs256, "kty", nil, .missingMember("kty")), .member(.rs256, "kty", 1, wrong("kty", "a string")),
        .member(.rs256, "kty", "rsa", .unknownKeyType("rsa")), .member(.rs256, "kty", "", .unknownKeyType("")),
        .member(.rs256, "kty", "AKP", .unknownKeyType("AKP")), .member(.rs256, "alg", nil, .missingMember("alg")),
        .member(.rs256, "alg", ["RS256"], wrong("alg", "a string")),
        .member(.rs256, "alg", "none", .unknownAlgorithm("none", for: .rsa)),
        .member(.rs256, "alg", "rs256", .unknownAlgorithm("rs256", for: .rsa)),
        .member(.rs256, "alg", "RSA-OAEP", .unknownAlgorithm("RSA-OAEP", for: .rsa)),
        .member(.es256, "alg", "ES512", .unknownAlgorithm("ES512", for: .ec)),
        .member(.es256, "alg", "ES256K", .unknownAlgorithm("ES256K", for: .ec)),
        .member(.hs256, "kid", "a b", .invalidID("a b")), .member(.rs256, "kid", "../x", .invalidID("../x")),
        .member(.es256, "kid", 1, wrong("kid", "a string")), .member(.es256, "kid", "", .invalidID("")),
        .member(.es256, "use", 1, wrong("use", "a string")),
        .member(.es256, "key_ops", "verify", wrong("key_ops", "a list of different strings")),
        .member(.es256, "key_ops", ["verify", 1], wrong("key_ops", "a list of different strings")),
        .member(.es256, "key_ops", ["verify", "verify"], wrong("key_ops", "a list of different strings")),
        .member(.hs256, "k", nil, .missingMember("k")), .member(.hs256, "k", 1, wrong("k", "a string")),
        .member(.hs256, "k", "c2VjcmV0", .secretTooShort(count: 6)),
        .member(.hs256, "k", "", .secretTooShort(count: 0)),
        .member(.hs512, "k", .string(String(repeating: "A", count: 43)), .weakSecret("is one byte repeated")),
        .member(.es256, "crv", nil, .missingMember("crv")), .member(.es256, "crv", "p-256", .unknownCurve("p-256")),
        .member(.es256, "crv", "Ed25519", .unknownCurve("Ed25519")),
        .member(.edDSA, "crv", "P-256", .unknownCurve("P-256")),
        .member(.edDSA, "crv", "Ed448", .unknownCurve("Ed448")),
        .member(.edDSA, "crv", "X25519", .unknownCurve("X25519")),
        .member(.es256, "crv", "P-384", .wrongAlgorithm(.es256, for: .ec, .p384)),
        .member(.es256, "alg", "ES384", .wrongAlgorithm(.es384, for: .ec, .p256)),
    ]

    @Test("an alg that is of another kty is refused", arguments: Algorithm.allCases)
    func everyKeyType(algorithm: Algorithm) throws {
        for other in Algorithm.allCases where other.keyType != algorithm.keyType || other.curve != algorithm.curve {
            let jwk = try TestKeys.jwk(algorithm).with("alg", .string(other.rawValue))
            #expect(throws: KeyError.wrongAlgorithm(other, for: algorithm.keyType, algorithm.curve)) {
                try Key.jwk(jwk)
            }
        }
    }

    @Test("a number is base64url without padding, in its one spelling", arguments: Algorithm.allCases)
    func malformedBase64URL(algorithm: Algorithm) throws {
        let jwk = try TestKeys.jwk(algorithm)
        let type = algorithm.keyType
        for name in (type.publicMembers + type.privateMembers) where !["kty", "crv", "oth"].contains(name) {
            let text = try #require(jwk[name]?.string)
            for malformed in [
                text + "=", text + "==", " " + text, text + "\n", "+" + text.dropFirst(), "/" + text, "é",
            ] {
                #expect(throws: KeyError.invalidMember(name, mustBe: "base64url without padding")) {
                    try Key.jwk(jwk.with(name, .string(malformed)))
                }
            }
            #expect(throws: KeyError.self) { try Key.jwk(jwk.with(name, "")) }
            #expect(throws: KeyError.self) { try Key.jwk(jwk.with(name, 65537)) }
            // What a private half lacks makes it neither a private key nor a public one.
            let isOnlyPrivatePart = algorithm.curve != nil && name == "d"
            if !isOnlyPrivatePart {
                #expect(throws: KeyError.missingMember(name)) { try Key.jwk(jwk.with(name, nil)) }
            }
        }
    }

    @Test("a coordinate and a private scalar have all their bytes", arguments: [Algorithm.es256, .es384, .edDSA])
    func lengths(algorithm: Algorithm) throws {
        let jwk = try TestKeys.jwk(algorithm)
        let size = try #require(algorithm.curve).size
        for name in ["x", "y", "d"] where jwk[name] != nil {
            let bytes = try Base64URL.decode(#require(jwk[name]?.string).utf8)
            for other in [Array(bytes.dropLast()), Array(bytes.dropFirst()), bytes + [0], [0] + bytes, []] {
                #expect(throws: KeyError.invalidMember(name, mustBe: "exactly \(size) bytes in base64url")) {
                    try Key.jwk(jwk.with(name, .string(Base64URL.encode(other))))
                }
            }
        }
    }

    @Test("R11: a point that is not on its curve is refused", arguments: [Algorithm.es256, .es384])
    func offCurve(algorithm: Algorithm) throws {
        let jwk = try TestKeys.jwk(algorithm)
        let curve = try #require(algorithm.curve)
        let (x, y) = (jwk["x"], jwk["y"])
        let zero = JSON.string(Base64URL.encode([UInt8](repeating: 0, count: curve.size)))
        let ones = JSON.string(Base64URL.encode([UInt8](repeating: 0xFF, count: curve.size)))
        for point in [(y, x), (x, x), (zero, zero), (x, zero), (zero, y), (ones, ones), (x, ones)] {
            for privateHalf in [jwk["d"], nil] {
                let off = jwk.with("x", point.0).with("y", point.1).with("d", privateHalf)
                #expect(throws: KeyError.notOnCurve(curve)) { try Key.jwk(off) }
            }
        }
    }

    @Test("a private half that is another key's is refused", arguments: KeyConfusionTests.asymmetric)
    func mismatchedHalves(algorithm: Algorithm) throws {
        let (jwk, other) = (try TestKeys.jwk(algorithm), try TestKeys.jwk(algorithm, isOther: true))
        for name in algorithm.keyType.privateMembers where name != "oth" {
            #expect(throws: KeyError.mismatchedHalves, "\(name)") { try Key.jwk(jwk.with(name, other[name])) }
        }
    }

    @Test("a private scalar is from 1 to n - 1", arguments: [Algorithm.es256, .es384])
    func scalars(algorithm: Algorithm) throws {
        let jwk = try TestKeys.jwk(algorithm)
        let size = try #require(algorithm.curve).size
        for scalar in [[UInt8](repeating: 0, count: size), [UInt8](repeating: 0xFF, count: size)] {
            #expect(throws: KeyError.mismatchedHalves) {
                try Key.jwk(jwk.with("d", .string(Base64URL.encode(scalar))))
            }
        }
    }

    @Test("a refusal is a sentence that says what to do and shows no secret")
    func sentences() throws {
        for row in Self.members {
            let jwk = try row.make()
            let text = row.error.description
            #expect(text.hasSuffix(".") && text.utf8.count > 40 && (text.contains(":") || text.contains("must")))
            for name in ["k", "d", "p"] {
                if let secret = jwk[name]?.string, secret.utf8.count > 8 { #expect(!text.contains(secret)) }
            }
        }
    }

    private static func wrong(_ name: String, _ rule: String) -> KeyError { .invalidMember(name, mustBe: rule) }
}
