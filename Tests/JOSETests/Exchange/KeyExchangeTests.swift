// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

/// Keys go from Python to this library in PEM, and from this library to PyJWT as JWK sets.
@Suite("Exchange of keys with cryptography and PyJWT", .serialized)
struct KeyExchangeTests {
    private static let pems = Result {
        let keys = try asymmetric.map { JSON.Member($0.rawValue, try TestKeys.jwk($0)) }
        return try PythonEnvironment.exchange("pem", .object(keys))
    }

    private static let asymmetric = Algorithm.allCases.filter { $0.keyType != .oct }

    @Test("a key in PEM, in each of its forms, is the one of the JWK", arguments: asymmetric)
    func pem(algorithm: Algorithm) throws {
        let forms = try #require(try Self.pems.get()[algorithm.rawValue]?.members)
        #expect(forms.count == (algorithm.keyType == .rsa ? 5 : algorithm == .edDSA ? 3 : 4))
        for form in forms where form.name != "encrypted" {
            let text = try #require(form.value.string)
            let key = try Key.pem(text.utf8, algorithm: algorithm)
            #expect(key.thumbprint == (try TestKeys.main(algorithm).thumbprint) && key.id == key.thumbprint)
            #expect(key.canSign == !["SPKI", "PKCS#1"].contains(form.name), "\(form.name)")
            #expect(try Key.pem(text.utf8, algorithm: algorithm, id: "mine").id == "mine")
            let windows = text.replacing("\n", with: "\r\n")
            #expect(try Key.pem(windows.utf8, algorithm: algorithm).id == key.id)
        }
    }

    @Test("a key in PEM under a password, cut short, or of another type is refused", arguments: asymmetric)
    func refusedPEM(algorithm: Algorithm) throws {
        let forms = try #require(try Self.pems.get()[algorithm.rawValue])
        let encrypted = try #require(forms["encrypted"]?.string)
        #expect(throws: KeyError.invalidPEM) { try Key.pem(encrypted.utf8, algorithm: algorithm) }
        let text = try #require(forms["SPKI"]?.string)
        for broken in ["", "x", String(text.dropLast(40)), text.replacing("PUBLIC", with: "SECRET")] {
            #expect(throws: KeyError.invalidPEM) { try Key.pem(broken.utf8, algorithm: algorithm) }
        }
        for other in Algorithm.allCases
        where other.keyType != algorithm.keyType || other.curve != algorithm.curve {
            #expect(throws: KeyError.wrongAlgorithm(other, for: algorithm.keyType, algorithm.curve)) {
                try Key.pem(text.utf8, algorithm: other)
            }
        }
    }

    @Test("PyJWT verifies with the public set what the current and the former key sign")
    func publicSet() throws {
        var tokens: [String] = []
        var keys: [JSON] = []
        for algorithm in [Algorithm.rs256, .es256, .es384, .edDSA] {
            var set = try KeySet.generate(algorithm, at: 0)
            tokens.append(try KeyRing(set).sign(Self.claims))
            set = try set.rotated(at: 1)
            tokens.append(try KeyRing(set).sign(Self.claims))
            keys += try #require(JSON(parsing: set.publicJWKSet)["keys"]?.array)
        }
        let answer = try PythonEnvironment.exchange(
            "set", ["keys": ["keys": .array(keys)], "tokens": .array(tokens.map(JSON.string))])
        #expect(answer.array?.count == 8)
        #expect(answer.array?.allSatisfy { $0 == .object(Self.claims.members) } == true)
    }

    private static let claims = Claims(
        type: .access, subject: "alice", tokenID: "t", issuedAt: 1_700_000_000, expiration: 4_000_000_000)
}
