// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Attacks on signatures of Ed25519")
struct Ed25519AttackTests {
    /// The order of the group, the first byte the least significant.
    private static let order = Array(
        ByteNumbers.bytes("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed").reversed())

    private static let input = Array("header.payload".utf8)

    private static func signed() throws -> (key: Key, r: [UInt8], s: [UInt8]) {
        let key = try TestKeys.main(.edDSA)
        let signature = try key.signed(input)
        return (key, Array(signature[..<32]), Array(signature[32...]))
    }

    @Test("J31: S + L, S + 2L and so on are no other spellings of S")
    func malleability() throws {
        let (key, r, s) = try Self.signed()
        #expect(key.accepts(r + s, over: Self.input))
        var larger = s
        for _ in 1...8 {
            larger = ByteNumbers.sum(Array(larger.reversed()), Array(Self.order.reversed())).suffix(32).reversed()
            #expect(!key.accepts(r + larger, over: Self.input))
        }
    }

    @Test(
        "J31: S with a bit of the upper three is refused",
        arguments: [0x20, 0x40, 0x80, 0xE0] as [UInt8])
    func upperBits(bits: UInt8) throws {
        var (key, r, s) = try Self.signed()
        s[31] |= bits
        #expect(!key.accepts(r + s, over: Self.input))
    }

    @Test("J31: R that is no point of the signature is refused, be it of small order", arguments: smallOrders)
    func smallOrderR(point: String) throws {
        let (key, _, s) = try Self.signed()
        let zero = [UInt8](repeating: 0, count: 32)
        for scalar in [s, zero, Self.order] {
            #expect(!key.accepts(ByteNumbers.bytes(point) + scalar, over: Self.input))
        }
    }

    @Test(
        "J31: a signature cut short, lengthened or emptied is refused", arguments: [0, 1, 31, 32, 33, 63, 65, 96, 128])
    func lengths(count: Int) throws {
        let (key, r, s) = try Self.signed()
        let signature = r + s
        let changed = (0..<count).map { $0 < signature.count ? signature[$0] : 0 }
        #expect(!key.accepts(changed, over: Self.input))
    }

    @Test("J31: halves of other signatures do not make one")
    func halves() throws {
        let (key, r, s) = try Self.signed()
        let foreign = try TestKeys.other(.edDSA).signed(Self.input)
        #expect(!key.accepts(foreign, over: Self.input))
        #expect(!key.accepts(r + foreign[32...], over: Self.input))
        #expect(!key.accepts(foreign[..<32] + s, over: Self.input))
        #expect(!key.accepts(s + r, over: Self.input))
    }

    @Test("R11: a public key of small order, for which anybody can sign, is refused", arguments: smallOrders)
    func smallOrderKey(point: String) throws {
        let x = ByteNumbers.bytes(point)
        #expect(throws: KeyError.self) { try Key.jwk(Self.publicKey(x)) }
        // OpenSSL by itself takes such a key, and then, for some texts, a signature that was made without one.
        let isForged = try (0..<64).contains { text in
            let key = Ed25519Signature(try #require(PKey(ed25519Point: x)), isPrivate: false)
            let identity = [1] + [UInt8](repeating: 0, count: 31)
            let input = Array("text \(text)".utf8)
            return key.verifies(identity + [UInt8](repeating: 0, count: 32), over: input.span)
        }
        #expect(isForged)
    }

    @Test("R11: a public key that is no point is refused")
    func offCurve() throws {
        // Half of all y have no x; of these, RFC 8032 §7.1's keys with a digit changed are some.
        let refused = (0..<256).filter { byte in
            let x = [UInt8(byte)] + [UInt8](repeating: 7, count: 31)
            return (try? Key.jwk(Self.publicKey(x))) == nil
        }
        #expect((96...160).contains(refused.count))
        let x = [UInt8(try #require(refused.first))] + [UInt8](repeating: 7, count: 31)
        #expect(throws: KeyError.notOnCurve(.ed25519)) { try Key.jwk(Self.publicKey(x)) }
        for _ in 0..<50 {
            #expect(throws: Never.self) { try Key.jwk(.object(JWK.generated(for: .edDSA)).with("alg", "EdDSA")) }
        }
    }

    private static func publicKey(_ x: [UInt8]) -> JSON {
        ["kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": .string(Base64URL.encode(x))]
    }

    /// Those that RFC 8032 §5.1.3 would decode, with either sign of x; and two that it would not, for y is p or p + 1.
    private static let smallOrders = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]
}
