// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Attacks on signatures of ECDSA")
struct ECDSAAttackTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        /// A signature, from a good one (r, s) and the order n.
        let make: @Sendable (_ r: [UInt8], _ s: [UInt8], _ n: [UInt8]) -> [UInt8]

        init(_ name: String, _ make: @escaping @Sendable ([UInt8], [UInt8], [UInt8]) -> [UInt8]) {
            self.name = name
            self.make = make
        }

        var testDescription: String { name }
    }

    @Test("J26: only r and s from 1 to n - 1, in all their bytes, are a signature", arguments: algorithms, rows)
    func refused(algorithm: Algorithm, row: Row) throws {
        let n = Self.order(algorithm)
        let (input, r, s) = try Self.signed(algorithm)
        let key = try TestKeys.main(algorithm)
        #expect(key.accepts(r + s, over: input))
        #expect(!key.accepts(row.make(r, s, n), over: input))
    }

    static let algorithms: [Algorithm] = [.es256, .es384]

    static let rows: [Row] = [
        Row("r = 0") { r, s, _ in zero(r) + s }, Row("s = 0") { r, s, _ in r + zero(s) },
        Row("CVE-2022-21449: both 0") { r, s, _ in zero(r) + zero(s) },
        Row("r = n") { _, s, n in n + s }, Row("s = n") { r, _, n in r + n }, Row("both n") { _, _, n in n + n },
        Row("r = n, s = 0") { _, s, n in n + zero(s) }, Row("r = 0, s = n") { r, _, n in zero(r) + n },
        Row("r = n + 1") { r, s, n in ByteNumbers.sum(n, one(r)) + s },
        Row("s = n + 1") { r, s, n in r + ByteNumbers.sum(n, one(s)) },
        Row("r = n - 1") { r, s, n in ByteNumbers.difference(n, one(r)) + s },
        Row("all bits") { r, s, _ in [UInt8](repeating: 0xFF, count: r.count + s.count) },
        Row("r = 1") { r, s, _ in one(r) + s }, Row("s = 1") { r, s, _ in r + one(s) },
        Row("both 1") { r, s, _ in one(r) + one(s) },
        Row("r and s changed places") { r, s, _ in s + r }, Row("r twice") { r, _, _ in r + r },
        Row("r negated") { r, s, n in ByteNumbers.difference(n, r) + s },
        Row("nothing") { _, _, _ in [] }, Row("r alone") { r, _, _ in r },
        Row("a byte short") { r, s, _ in Array((r + s).dropLast()) },
        Row("a byte short in front") { r, s, _ in Array((r + s).dropFirst()) },
        Row("a byte more") { r, s, _ in r + s + [0] }, Row("a zero in front") { r, s, _ in [0] + r + s },
        Row("a zero before each") { r, s, _ in [0] + r + [0] + s },
        Row("512 bytes") { r, s, _ in r + s + [UInt8](repeating: 0, count: 512 - 2 * r.count) },
        Row("512 bytes, the signature last") { r, s, _ in [UInt8](repeating: 0, count: 512 - 2 * r.count) + r + s },
        Row("DER") { r, s, _ in der(r, s) },
        Row("DER filled up to a longer curve") { r, s, _ in padded(der(r, s), 132) },
    ]

    @Test("J26: r + n and s + n are no other spellings", arguments: algorithms)
    func overflow(algorithm: Algorithm) throws {
        // A small r, or s, would leave room for n to be added; these say what such a signature is made of.
        let (input, r, s) = try Self.signed(algorithm)
        let key = try TestKeys.main(algorithm)
        for (first, second) in [
            (ByteNumbers.sum(r, Self.order(algorithm)), s), (r, ByteNumbers.sum(s, Self.order(algorithm))),
        ] {
            #expect(!key.accepts(first + second, over: input))
            #expect(!key.accepts(Array(first.suffix(r.count)) + second.suffix(s.count), over: input))
        }
    }

    @Test("J27: (r, n - s) is as good as (r, s), so no token is known by its text", arguments: algorithms)
    func malleability(algorithm: Algorithm) throws {
        let (input, r, s) = try Self.signed(algorithm)
        let twin = r + ByteNumbers.difference(Self.order(algorithm), s)
        #expect(try TestKeys.main(algorithm).accepts(twin, over: input))
    }

    private static func signed(_ algorithm: Algorithm) throws -> (input: [UInt8], r: [UInt8], s: [UInt8]) {
        let input = Array("header.payload".utf8)
        let signature = try TestKeys.main(algorithm).signed(input)
        let half = signature.count / 2
        return (input, Array(signature[..<half]), Array(signature[half...]))
    }

    private static func order(_ algorithm: Algorithm) -> [UInt8] {
        algorithm == .es256
            ? ByteNumbers.bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
            : ByteNumbers.bytes(
                "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973")
    }

    private static func zero(_ like: [UInt8]) -> [UInt8] { [UInt8](repeating: 0, count: like.count) }

    private static func one(_ like: [UInt8]) -> [UInt8] { zero(Array(like.dropLast())) + [1] }

    private static func padded(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: max(count - bytes.count, 0))
    }

    private static func der(_ r: [UInt8], _ s: [UInt8]) -> [UInt8] {
        let integers = [r, s].flatMap { half in
            let digits = Array(half.drop { $0 == 0 })
            let signed = digits[0] < 0x80 ? digits : [0] + digits
            return [0x02, UInt8(signed.count)] + signed
        }
        return [0x30, UInt8(integers.count)] + integers
    }
}
