// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Digests, codes, random bytes, comparison")
struct DigestTests {
    @Test(
        "SHA-256 is that of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func sha256Vectors(text: String, digest: String) {
        #expect(hexadecimal(sha256(text.utf8)) == digest)
    }

    @Test("HMAC is that of RFC 4231 (test cases 1, 2 and 6)", arguments: KeyType.oct.algorithms)
    func hmacVectors(algorithm: Algorithm) throws {
        let inputs: [(key: [UInt8], text: String)] = [
            ([UInt8](repeating: 0x0B, count: 20), "Hi There"),
            (Array("Jefe".utf8), "what do ya want for nothing?"),
            ([UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First"),
        ]
        for (input, code) in zip(inputs, try #require(Self.codes[algorithm])) {
            let secret = try #require(HMACSecret(input.key, algorithm))
            // Twice, since the second code is computed in the context of the first.
            for _ in 1...2 {
                let computed = secret.code(of: Array(input.text.utf8).span)
                #expect(computed.map(hexadecimal) == code)
            }
        }
    }

    @Test("the HMAC primitive is HMAC-SHA256")
    func hmacPrimitive() {
        #expect(
            hexadecimal(hmacSHA256("what do ya want for nothing?".utf8, key: Array("Jefe".utf8)))
                == Self.codes[.hs256]?[1])
        // Computed with another implementation.
        #expect(
            hexadecimal(hmacSHA256([], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test("threads that share a secret do not disturb one another")
    func sharedSecret() async throws {
        let secret = try #require(HMACSecret(Forge.secret, .hs256))
        let expected = (0..<64).map { secret.code(of: [UInt8(truncatingIfNeeded: $0)].span) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<2000).allSatisfy { secret.code(of: [UInt8($0 % 64)].span) == expected[$0 % 64] }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("random bytes are as many as asked for and never the same")
    func randomBytes() {
        #expect(secureRandomBytes(0).isEmpty)
        let draws = (0..<1000).map { _ in secureRandomBytes(16) }
        #expect(draws.allSatisfy { $0.count == 16 })
        #expect(Set(draws).count == 1000)
    }

    @Test("bytes are equal when all are, and of one length")
    func comparison() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(constantTimeEquals(bytes, bytes))
        #expect(constantTimeEquals([], []))
        #expect(!constantTimeEquals(bytes, Array(bytes.dropLast())))
        #expect(!constantTimeEquals([], [0]))
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 1
            #expect(!constantTimeEquals(bytes, other))
        }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static let codes: [Algorithm: [String]] = [
        .hs256: [
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ],
        .hs384: [
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
        ],
        .hs512: [
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
        ],
    ]
}
