// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Sealed bytes")
struct SealedTests {
    private static let material = Array("9h8Vq3vYmFyYmF6cXV4IHNlYw".utf8)

    @Test(
        "what is sealed is opened with the same material and label", arguments: [0, 1, 15, 16, 17, 43, 4096, 100_000])
    func roundTrip(count: Int) {
        let bytes = secureRandomBytes(count)
        let sealed = Sealed.seal(bytes, under: Self.material, label: "successor")
        #expect(sealed.count == count + 28)
        #expect(Sealed.open(sealed, under: Self.material, label: "successor") == bytes)
    }

    @Test("nothing is opened with another material or label")
    func otherKey() {
        let sealed = Sealed.seal([1, 2, 3], under: Self.material, label: "successor")
        #expect(Sealed.open(sealed, under: Self.material.dropLast(), label: "successor") == nil)
        #expect(Sealed.open(sealed, under: Self.material, label: "Successor") == nil)
        #expect(Sealed.open(sealed, under: Self.material, label: "") == nil)
        #expect(Sealed.open(sealed, under: [], label: "successor") == nil)
        // A label is not the end of the material.
        #expect(Sealed.key(from: Array("ab".utf8), "c") != Sealed.key(from: Array("a".utf8), "bc"))
    }

    @Test("whatever byte is altered, cut off or added, nothing is opened")
    func altered() {
        let sealed = Sealed.seal(Array("the next refresh token".utf8), under: Self.material, label: "l")
        for index in sealed.indices {
            for bit in 0..<8 {
                var other = sealed
                other[index] ^= UInt8(1) << UInt8(bit)
                #expect(Sealed.open(other, under: Self.material, label: "l") == nil)
            }
            #expect(Sealed.open(sealed[..<index], under: Self.material, label: "l") == nil)
        }
        #expect(Sealed.open(sealed + [0], under: Self.material, label: "l") == nil)
        #expect(Sealed.open([], under: Self.material, label: "l") == nil)
    }

    @Test("the same bytes are never sealed the same, and show nothing of what they are")
    func nonces() {
        let sealed = (0..<500).map { _ in Sealed.seal(Self.material, under: Self.material, label: "l") }
        #expect(Set(sealed.map { Array($0.prefix(12)) }).count == 500 && Set(sealed.map { $0.suffix(16) }).count == 500)
        #expect(sealed.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("YmFyYmF6") })
    }

    @Test("the key is the one of HKDF (RFC 5869 A.3, its first 32 bytes; §2, step by step)")
    func derivation() {
        let input = [UInt8](repeating: 0x0B, count: 22)
        #expect(
            Sealed.key(from: input, "")
                == ByteNumbers.bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"))
        let extracted = hmacSHA256(input, key: [UInt8](repeating: 0, count: 32))
        #expect(Sealed.key(from: input, "label") == hmacSHA256(Array("label".utf8) + [1], key: extracted))
    }

    @Test("the cipher is AES-256-GCM (NIST's test cases 13 and 14)")
    func cipher() throws {
        let zeros = [UInt8](repeating: 0, count: 32)
        let nonce = Array(zeros.prefix(12))
        let empty = try #require(Cipher(key: zeros, nonce: nonce)?.encrypt([], tagSize: 16))
        #expect(empty == ByteNumbers.bytes("530f8afbc74536b9a963b4f1c4cb738b"))
        let block = try #require(Cipher(key: zeros, nonce: nonce)?.encrypt(Array(zeros.prefix(16)), tagSize: 16))
        #expect(block == ByteNumbers.bytes("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"))
    }
}
