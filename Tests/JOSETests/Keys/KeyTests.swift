// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Keys")
struct KeyTests {
    @Test(
        "J24: a secret that can be guessed is refused",
        arguments: [
            ("", "0 bytes"), ("s", "1 bytes"), ("secret", "6 bytes"), ("cGFzc3dvcmQ=", "12 bytes"),
            ("b1f0c64e7a9d4f2b8c3e5d60718293a", "31 bytes"), (String(repeating: "a", count: 32), "one byte repeated"),
            (String(repeating: "\0", count: 64), "one byte repeated"),
            (String(repeating: "secret", count: 6), "same 6 bytes"),
            (String(repeating: "0123456789abcdef", count: 2), "same 16 bytes"),
            (String(repeating: "cGFzc3dvcmQ=", count: 3), "same 12 bytes"),
            ("aabbabbbaababbabaabbbabababbbaab", "only 2 different bytes"),
            ("11112222333344445555111122223333", "only 5"),
            ("@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_", "plain sequence"),
            ("zyxwvutsrqponmlkjihgfedcba`_^]\\[", "plain sequence"),
            ("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n", "text of another key"),
            (#" {"crv":"Ed25519", "kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiM"}"#, "text of another key"),
        ])
    func weakSecrets(secret: String, complaint: String) throws {
        for algorithm in KeyType.oct.algorithms {
            let error = try #require(throws: KeyError.self) { try Key.secret(Array(secret.utf8), algorithm: algorithm) }
            #expect(error.description.contains(complaint) && error.description.contains("openssl rand -hex 32"))
            #expect(secret.utf8.count < 12 || !error.description.contains(secret), "the secret is shown")
        }
    }

    @Test("drawn secrets are accepted, raw, in hexadecimal and in base64url", arguments: KeyType.oct.algorithms)
    func drawnSecrets(algorithm: Algorithm) throws {
        for _ in 0..<300 {
            let drawn = secureRandomBytes(32)
            let hexadecimal = drawn.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            for secret in [drawn, Array(hexadecimal.prefix(32).utf8), Array(Base64URL.encode(drawn).utf8)] {
                #expect(try Key.secret(secret, algorithm: algorithm).algorithm == algorithm)
            }
        }
    }

    @Test("a name is derived from the secret and the algorithm, and is always the same")
    func derivedIDs() throws {
        var ids: Set<String> = []
        for algorithm in KeyType.oct.algorithms {
            for secret in [Forge.secret, Forge.otherSecret] {
                let id = try Key.secret(secret, algorithm: algorithm).id
                #expect(id.utf8.count == 16 && KeyID.isValid(id))
                #expect(try Key.secret(secret, algorithm: algorithm).id == id)
                ids.insert(id)
            }
        }
        #expect(ids.count == 6)
    }

    @Test(
        "J20: a name that could be anything but a name is refused",
        arguments: [
            "", " ", "a b", "../../dev/null", "/dev/null", "' UNION SELECT 'k'--", "%00", "a\0", "a\n", "k.1",
            "ключ", "é", "a/b", "a+b", "a=", "http://x", String(repeating: "a", count: 65),
        ])
    func invalidIDs(id: String) {
        #expect(throws: KeyError.invalidID(id)) { try Key.secret(Forge.secret, id: id) }
    }

    @Test(
        "names of 1 to 64 characters are accepted",
        arguments: [
            "a", "A-Z_09", "__proto__", "-", String(repeating: "k", count: 64),
        ])
    func validIDs(id: String) throws {
        #expect(try Key.secret(Forge.secret, id: id).id == id)
    }

    @Test("J23: a name that two keys have is refused")
    func duplicateIDs() throws {
        let (one, other) = (try Forge.key(), try Forge.key(Forge.otherSecret))
        #expect(throws: KeyError.duplicateID("main")) { try KeyRing(signing: one, verifying: [other]) }
        let (second, third) = (try Forge.key(Forge.otherSecret, id: "b"), try Forge.key(Forge.thirdSecret, id: "b"))
        #expect(throws: KeyError.duplicateID("b")) { try KeyRing(signing: one, verifying: [second, third]) }
        #expect(throws: Never.self) { try KeyRing(signing: one, unnamed: one) }
    }

    @Test("a secret computes with nothing but HMAC", arguments: Algorithm.allCases)
    func secretAlgorithms(algorithm: Algorithm) throws {
        guard algorithm.keyType != .oct else { return #expect(try Forge.key(Forge.secret, algorithm).canSign) }
        #expect(throws: KeyError.wrongAlgorithm(algorithm, for: .oct, nil)) { try Forge.key(Forge.secret, algorithm) }
    }

    @Test("a public key cannot sign in a ring", arguments: Algorithm.allCases.filter { $0.keyType != .oct })
    func publicKeySigns(algorithm: Algorithm) throws {
        let key = try TestKeys.publicKey(algorithm)
        #expect(!key.canSign)
        #expect(throws: KeyError.cannotSign(id: "main")) { try KeyRing(signing: key) }
        let signature = key.material.signature(over: Array("a".utf8).span)
        #expect(signature == nil)
        #expect(throws: Never.self) { try KeyRing(signing: TestKeys.main(algorithm), verifying: [], unnamed: key) }
    }

    @Test("a description shows the name and nothing of the secret")
    func description() throws {
        let key = try Forge.key()
        #expect("\(key)" == "HS256 key main")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains(String(decoding: Forge.secret, as: UTF8.self)))
    }
}
