// SPDX-License-Identifier: Apache-2.0

extension JWK {
    /// A key on one of NIST's curves (RFC 7518 §6.2); OpenSSL finds whether the point lies on it.
    func ecKey(on curve: Curve, isPrivate: Bool) throws(KeyError) -> PKey {
        let point = [0x04] + (try octets("x", count: curve.size)) + (try octets("y", count: curve.size))
        let publicParts: [Parameters.Item] = [("group", .text(curve.rawValue)), ("pub", .octets(point))]
        guard let publicKey = PKey("EC", isPrivate: false, publicParts), publicKey.isValidPublicKey else {
            throw .notOnCurve(curve)
        }
        guard isPrivate else { return publicKey }
        let scalar = BigNumber(try octets("d", count: curve.size))
        guard let key = PKey("EC", isPrivate: true, publicParts + [("priv", .number(scalar))]) else {
            throw .mismatchedHalves
        }
        return key
    }

    /// A key on Ed25519 (RFC 8037 §2).
    ///
    /// OpenSSL derives the public half from the private one; it is never given another, with which a signature would
    /// betray the key.
    func ed25519Key(isPrivate: Bool) throws(KeyError) -> PKey {
        let encoding = try octets("x", count: Curve.ed25519.size)
        let point = Ed25519Point(encoding)
        guard point.isOnCurve else { throw .notOnCurve(.ed25519) }
        guard !point.hasSmallOrder else { throw .smallOrder }
        guard isPrivate else {
            guard let key = PKey(ed25519Point: encoding) else { throw .unusable(.edDSA) }
            return key
        }
        guard let key = PKey(ed25519Seed: try octets("d", count: 32)) else { throw .unusable(.edDSA) }
        guard key.ed25519Point == encoding else { throw .mismatchedHalves }
        return key
    }
}
