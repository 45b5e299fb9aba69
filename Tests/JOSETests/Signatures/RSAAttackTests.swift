// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Testing

@testable import JOSE

/// Signatures that the owner of the key could make and must not: each is the message that a verifier would see, raised
/// to the private exponent by hand.
@Suite("Attacks on signatures of RSA")
struct RSAAttackTests {
    private static let input = Array("header.payload".utf8)
    private static let digestInfo = ByteNumbers.bytes("3031300d060960864801650304020105000420")
    private static let size = 256

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let isGood: Bool
        let message: [UInt8]

        init(_ name: String, isGood: Bool = false, _ message: [UInt8]) {
            self.name = name
            self.isGood = isGood
            self.message = message
        }

        var testDescription: String { name }
    }

    @Test("J30: PKCS#1 v1.5 has one message for one digest", arguments: rows)
    func pkcs1(row: Row) throws {
        #expect(row.message.count == Self.size)
        let signature = try Self.raised(row.message)
        #expect(try TestKeys.main(.rs256).accepts(signature, over: Self.input) == row.isGood)
        #expect(try !TestKeys.main(.ps256).accepts(signature, over: Self.input))
    }

    static let rows: [Row] = {
        let digest = sha256(input)
        let info = digestInfo
        let other = ByteNumbers.bytes("3041300d060960864801650304020205000430")
        return [
            Row("as RFC 8017 §9.2 has it", isGood: true, filled(info + digest)),
            Row("the digest alone", filled(digest)),
            Row("no NULL", filled(ByteNumbers.bytes("302f300b0609608648016503040201") + [4, 32] + digest)),
            Row(
                "long form of a length", filled(ByteNumbers.bytes("308131300d060960864801650304020105000420") + digest)),
            Row("NULL with a byte", filled(ByteNumbers.bytes("3032300e06096086480165030402010501000420") + digest)),
            Row("another hash", filled(other + digest + [UInt8](repeating: 0, count: 16))),
            Row("SHA-1's name", filled(ByteNumbers.bytes("3021300906052b0e03021a05000414") + digest.prefix(20))),
            Row("another digest", filled(info + sha256("other".utf8))),
            Row("a digest cut short", filled(info + digest.dropLast())),
            Row("a byte after the digest", filled(info + digest + [0])),
            Row("CVE-2006-4339: few fillers, the rest behind", trailing(info + digest, fillers: 8)),
            Row("one filler", trailing(info + digest, fillers: 1)),
            Row("no filler", trailing(info + digest, fillers: 0)),
            Row("random fillers", [0, 2] + [UInt8](repeating: 0x5A, count: 202) + [0] + info + digest),
            Row("type 0", [0, 0] + [UInt8](repeating: 0, count: 202) + [0] + info + digest),
            Row("a filler but FF", [0, 1, 0xFE] + [UInt8](repeating: 0xFF, count: 201) + [0] + info + digest),
            Row("no zero after the fillers", [0, 1] + [UInt8](repeating: 0xFF, count: 203) + info + digest),
            Row("a zero too many", [0, 1] + [UInt8](repeating: 0xFF, count: 201) + [0, 0] + info + digest),
            Row("no zero in front", [1] + [UInt8](repeating: 0xFF, count: 203) + [0] + info + digest),
            Row("nothing", [UInt8](repeating: 0, count: 256)),
            Row("one", [UInt8](repeating: 0, count: 255) + [1]),
        ]
    }()

    @Test("J30: numbers without a key behind them are no signatures", arguments: KeyType.rsa.algorithms)
    func numbers(algorithm: Algorithm) throws {
        let (key, n) = (try TestKeys.main(algorithm), try Self.member("n"))
        let zero = [UInt8](repeating: 0, count: Self.size)
        let one = Array(zero.dropLast()) + [1]
        for number in [zero, one, n, ByteNumbers.difference(n, one), zero.map { _ in 0xFF }, [], [0], [1], n + n] {
            #expect(!key.accepts(number, over: Self.input))
        }
        let signature = try key.signed(Self.input)
        // The same signature modulo n, or of the other sign.
        #expect(!key.accepts(ByteNumbers.sum(signature, n), over: Self.input))
        #expect(!key.accepts(Array(ByteNumbers.sum(signature, n).suffix(256)), over: Self.input))
        #expect(!key.accepts(ByteNumbers.difference(n, signature), over: Self.input))
    }

    @Test("J30: PSS takes a salt of its hash's length and no other", arguments: [0, 1, 31, 32, 33, 64, 222])
    func saltLength(count: Int) throws {
        let signature = try Self.raised(Self.pss(salt: [UInt8](repeating: 0xA5, count: count)))
        #expect(try TestKeys.main(.ps256).accepts(signature, over: Self.input) == (count == 32))
        #expect(try !TestKeys.main(.rs256).accepts(signature, over: Self.input))
        #expect(try !TestKeys.main(.ps384).accepts(signature, over: Self.input))
    }

    @Test("J30: PSS takes no other trailer and no bit in front")
    func pssFrame() throws {
        let message = Self.pss(salt: [UInt8](repeating: 0xA5, count: 32))
        let key = try TestKeys.main(.ps256)
        #expect(key.accepts(try Self.raised(message), over: Self.input))
        #expect(!key.accepts(try Self.raised(message.dropLast() + [0xCC]), over: Self.input))
        let n = try Self.member("n")
        let raised = [message[0] | 0x80] + message.dropFirst()
        if raised.lexicographicallyPrecedes(n) {
            #expect(!key.accepts(try Self.raised(raised), over: Self.input))
        }
    }

    private static func filled(_ content: [UInt8]) -> [UInt8] {
        [0, 1] + [UInt8](repeating: 0xFF, count: size - 3 - content.count) + [0] + content
    }

    private static func trailing(_ content: [UInt8], fillers: Int) -> [UInt8] {
        let start = [0, 1] + [UInt8](repeating: 0xFF, count: fillers) + [0] + content
        return start + [UInt8](repeating: 0, count: size - start.count)
    }

    /// EMSA-PSS (RFC 8017 §9.1.1) for 2047 bits.
    private static func pss(salt: [UInt8]) -> [UInt8] {
        let hash = sha256([UInt8](repeating: 0, count: 8) + sha256(input) + salt)
        let block = [UInt8](repeating: 0, count: size - salt.count - 34) + [1] + salt
        var masked = zip(block, mask(hash, count: block.count)).map { $0 ^ $1 }
        masked[0] &= 0x7F
        return masked + hash + [0xBC]
    }

    private static func mask(_ seed: [UInt8], count: Int) -> [UInt8] {
        let blocks = (0..<UInt8(count / 32 + 1)).flatMap { sha256(seed + [0, 0, 0, $0]) }
        return Array(blocks.prefix(count))
    }

    private static func member(_ name: String) throws -> [UInt8] {
        try Base64URL.decode(#require(TestKeys.jwk(.rs256)[name]?.string).utf8)
    }

    private static func raised(_ message: [UInt8]) throws -> [UInt8] {
        let (n, base) = (BigNumber(try member("n")), BigNumber(message))
        var result = BigNumber([1])
        for byte in try member("d") {
            for bit in (0..<8).reversed() {
                result = result.times(result, modulo: n)
                if byte >> bit & 1 == 1 { result = result.times(base, modulo: n) }
            }
        }
        var bytes = [UInt8](repeating: 0, count: size)
        try #require(BN_bn2binpad(result.pointer, &bytes, Int32(size)) == size)
        return bytes
    }
}
