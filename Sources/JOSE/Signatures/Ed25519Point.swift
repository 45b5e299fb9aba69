// SPDX-License-Identifier: Apache-2.0

/// What the 32 bytes of an Ed25519 public key say about its point (RFC 8032 §5.1.3); OpenSSL asks only when it
/// verifies, and never whether the point's order is small.
struct Ed25519Point {
    private let y: BigNumber

    init(_ encoding: [UInt8]) {
        var bytes = encoding
        // The last bit is the sign of x.
        bytes[31] &= 0x7F
        y = BigNumber(bytes.reversed())
    }

    /// Whether y is below p and some x belongs to it: whether (y² - 1) / (dy² + 1) is a square, which a fraction is
    /// where the product of its halves is one.
    var isOnCurve: Bool {
        let (p, one) = (Self.p, BigNumber([1]))
        guard y < p else { return false }
        let square = y.times(y, modulo: p)
        let numerator = square.minus(one, modulo: p)
        let denominator = Self.d.times(square, modulo: p).plus(one, modulo: p)
        return numerator == BigNumber([]) || numerator.times(denominator, modulo: p).isSquare(modulo: p)
    }

    /// Whether eight times the point is nothing: such a key would verify signatures that anybody can make.
    var hasSmallOrder: Bool { Self.smallOrders.contains(y) }

    /// The only y of the eight such points, the last of them the negative of the one before.
    private static var smallOrders: [BigNumber] {
        let zero = BigNumber([])
        let eighth = BigNumber(torsion)
        return [zero, BigNumber([1]), zero.minus(BigNumber([1]), modulo: p), eighth, zero.minus(eighth, modulo: p)]
    }

    private static var p: BigNumber { BigNumber([0x7F] + [UInt8](repeating: 0xFF, count: 30) + [0xED]) }

    /// -121665/121666, the constant of the curve.
    private static var d: BigNumber { BigNumber(dBytes) }

    private static let dBytes: [UInt8] = [
        0x52, 0x03, 0x6C, 0xEE, 0x2B, 0x6F, 0xFE, 0x73, 0x8C, 0xC7, 0x40, 0x79, 0x77, 0x79, 0xE8, 0x98,
        0x00, 0x70, 0x0A, 0x4D, 0x41, 0x41, 0xD8, 0xAB, 0x75, 0xEB, 0x4D, 0xCA, 0x13, 0x59, 0x78, 0xA3,
    ]

    /// The y of a point of order eight.
    private static let torsion: [UInt8] = [
        0x05, 0xFC, 0x53, 0x6D, 0x88, 0x02, 0x38, 0xB1, 0x39, 0x33, 0xC6, 0xD3, 0x05, 0xAC, 0xDF, 0xD5,
        0xF0, 0x98, 0xEF, 0xF2, 0x89, 0xF4, 0xC3, 0x45, 0xB0, 0x27, 0xB2, 0xC2, 0x8F, 0x95, 0xE8, 0x26,
    ]
}
