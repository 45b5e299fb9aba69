// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Keys of RSA that are refused")
struct RSARefusalTests {
    @Test(
        "J25, R11: a modulus has 2048 to 8192 bits",
        arguments: [8, 512, 1024, 2040, 2047, 8193, 8200, 16384, 20000])
    func modulusSize(bits: Int) throws {
        let bytes = (bits + 7) / 8
        var modulus = [UInt8](repeating: 0xA7, count: bytes)
        modulus[0] = UInt8(1) << UInt8((bits - 1) % 8)
        #expect(throws: KeyError.modulusSize(bits: bits)) { try Key.jwk(Self.publicKey(n: modulus)) }
    }

    @Test(
        "J25, R11: a public exponent is odd, at least 65537 and at most 64 bits long",
        arguments: [
            ([1], false), ([2], false), ([3], false), ([17], false), ([0xFF, 0xFF], false), ([1, 0, 0], false),
            ([1, 0, 1], true), ([1, 0, 2], false), ([1, 0, 3], true), ([0xFF, 0xFF, 0xFF, 0xFF], true),
            ([0xFF, 0, 0, 0, 0, 0, 0, 1], true), ([1, 0, 0, 0, 0, 0, 0, 0, 1], false),
        ] as [([UInt8], Bool)])
    func publicExponent(e: [UInt8], isGood: Bool) throws {
        let jwk = Self.publicKey(e: e)
        if isGood {
            #expect(throws: Never.self) { try Key.jwk(jwk) }
        } else {
            #expect(throws: KeyError.publicExponent) { try Key.jwk(jwk) }
        }
    }

    @Test("a modulus that is even, or has a small factor, is refused")
    func modulus() throws {
        let n = try Self.n()
        let even = n.dropLast() + [n[255] & 0xFE]
        #expect(throws: KeyError.modulus) { try Key.jwk(Self.publicKey(n: Array(even))) }
        // 3 divides 2^2048 - 1.
        #expect(throws: KeyError.modulus) { try Key.jwk(Self.publicKey(n: [UInt8](repeating: 0xFF, count: 256))) }
    }

    @Test("a modulus that is itself a prime is refused")
    func primeModulus() throws {
        // 2^2203 - 1, the sixteenth of Mersenne's.
        let prime = [0x07] + [UInt8](repeating: 0xFF, count: 275)
        #expect(throws: KeyError.modulus) { try Key.jwk(Self.publicKey(n: prime)) }
    }

    @Test("a number has no zeros in front (RFC 7518 §2)", arguments: ["n", "e", "d", "p", "q", "dp", "dq", "qi"])
    func leadingZeros(name: String) throws {
        let jwk = try TestKeys.jwk(.rs256)
        let bytes = try Base64URL.decode(#require(jwk[name]?.string).utf8)
        let rule = "a number without zero bytes in front, in base64url"
        for number in [[0] + bytes, [0], []] {
            #expect(throws: KeyError.invalidMember(name, mustBe: rule)) {
                try Key.jwk(jwk.with(name, .string(Base64URL.encode(number))))
            }
        }
    }

    @Test("private numbers that contradict one another are refused", arguments: ["d", "p", "q", "dp", "dq", "qi"])
    func inconsistency(name: String) throws {
        let jwk = try TestKeys.jwk(.ps512)
        var bytes = try Base64URL.decode(#require(jwk[name]?.string).utf8)
        for bit in [0x02, 0x40] as [UInt8] {
            bytes[bytes.count - 1] ^= bit
            #expect(throws: KeyError.mismatchedHalves) {
                try Key.jwk(jwk.with(name, .string(Base64URL.encode(bytes))))
            }
        }
        #expect(throws: KeyError.mismatchedHalves) { try Key.jwk(jwk.with(name, "AQ")) }
    }

    @Test("primes that changed places, and n as its own factor, are refused")
    func factors() throws {
        let jwk = try TestKeys.jwk(.rs256)
        let swapped = jwk.with("p", jwk["q"]).with("q", jwk["p"])
        #expect(throws: KeyError.mismatchedHalves) { try Key.jwk(swapped) }
        #expect(throws: KeyError.mismatchedHalves) { try Key.jwk(jwk.with("p", jwk["n"]).with("q", "AQ")) }
    }

    @Test("numbers that fit one another, and not n, are refused")
    func otherFactors() throws {
        let jwk = try TestKeys.jwk(.rs256)
        let p = try Self.number("p")
        // With 3 for q, dq is 1, and qi is (p + 1) / 3 or (2p + 1) / 3, whichever is whole.
        let zero: [UInt8] = [0]
        let twice = (zero + ByteNumbers.sum(p, p)).suffix(129)
        let inverse =
            ByteNumbers.third(of: ByteNumbers.sum(p, Self.one))
            ?? ByteNumbers.third(of: ByteNumbers.sum(Array(twice), zero + Self.one))
        let qi = Array(try #require(inverse).drop { $0 == 0 })
        let other = jwk.with("q", "Aw").with("dq", "AQ").with("qi", .string(Base64URL.encode(qi)))
        #expect(throws: KeyError.mismatchedHalves) { try Key.jwk(other) }
    }

    @Test("a private exponent over n is refused, though it signs as well")
    func largeExponent() throws {
        let zeros = [UInt8](repeating: 0, count: 128)
        let (p, q) = (zeros + (try Self.number("p")), zeros + (try Self.number("q")))
        let order = ByteNumbers.sum(
            ByteNumbers.difference(ByteNumbers.difference(try Self.n(), p), q), zeros + Self.one)
        let d = ByteNumbers.sum(try Self.number("d"), order)
        let jwk = try TestKeys.jwk(.rs256).with("d", .string(Base64URL.encode(d)))
        #expect(throws: KeyError.mismatchedHalves) { try Key.jwk(jwk) }
    }

    private static let one = [UInt8](repeating: 0, count: 127) + [1]

    @Test("a key of more than two primes, or with a part of its private half, is refused")
    func parts() throws {
        let jwk = try TestKeys.jwk(.rs256)
        #expect(throws: KeyError.modulus) { try Key.jwk(jwk.with("oth", [["r": "AQ", "d": "AQ", "t": "AQ"]])) }
        let publicKey = try #require(TestKeys.main(.rs256).publicJWK)
        for name in KeyType.rsa.privateMembers where name != "oth" {
            #expect(throws: KeyError.self) { try Key.jwk(publicKey.with(name, jwk[name])) }
        }
    }

    private static func n() throws -> [UInt8] { try number("n") }

    private static func number(_ name: String) throws -> [UInt8] {
        try Base64URL.decode(#require(TestKeys.jwk(.rs256)[name]?.string).utf8)
    }

    private static func publicKey(n: [UInt8]? = nil, e: [UInt8] = [1, 0, 1]) -> JSON {
        let n = (try? n ?? Self.n()) ?? []
        return [
            "kty": "RSA", "alg": "RS256", "n": .string(Base64URL.encode(n)), "e": .string(Base64URL.encode(e)),
        ]
    }
}
