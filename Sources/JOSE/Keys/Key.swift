// SPDX-License-Identifier: Apache-2.0

/// A key with its name and the one algorithm it is good for (RFC 8725 §3.1): no token can choose another.
public struct Key: Sendable {
    /// The `kid` that names the key in headers.
    public let id: String

    /// The only algorithm that the key signs and verifies with.
    public let algorithm: Algorithm

    /// Whether the key can sign: it is a secret or has its private half, and nothing forbids it.
    public let canSign: Bool

    let material: KeyMaterial

    /// What two keys have in common that are the same, whatever they are named and whichever algorithm they are for; it
    /// tells nothing of a secret.
    let fingerprint: String

    /// The public half's members that RFC 7638 §3.2 requires, in its order; empty for a secret, which has none.
    let publicMembers: [JSON.Member]

    /// A shared secret for HMAC (RFC 7518 §3.2).
    ///
    /// The bytes are handed to OpenSSL and not kept; the caller may wipe its own. Where no `id` is given, one is
    /// derived from the secret, so that every process which holds the secret names it alike, while the name tells
    /// nothing of it.
    ///
    /// Every algorithm is content with 32 bytes. RFC 7518 asks for 48 and 64 with HS384 and HS512; a secret that was
    /// good for HS256 would then fail with a stronger hash, although 256 bits cannot be guessed with any.
    ///
    /// - Throws: ``KeyError`` for fewer than 32 bytes, a secret that is plainly not random, an algorithm that is no
    ///   HMAC, and an invalid `id`.
    public static func secret(
        _ bytes: [UInt8], algorithm: Algorithm = .hs256, id: String? = nil
    ) throws(KeyError) -> Key {
        try secret(bytes, algorithm, id: id, canSign: true)
    }

    static func secret(
        _ bytes: [UInt8], _ algorithm: Algorithm, id: String?, canSign: Bool
    ) throws(KeyError) -> Key {
        guard algorithm.keyType == .oct else { throw .wrongAlgorithm(algorithm, for: .oct, nil) }
        guard bytes.count >= 32 else { throw .secretTooShort(count: bytes.count) }
        if let weakness = SecretWeakness.of(bytes) { throw .weakSecret(weakness) }
        if let id, !KeyID.isValid(id) { throw .invalidID(id) }
        guard let secret = HMACSecret(bytes, algorithm), let name = id ?? derivedID(of: secret) else {
            throw .unusable(algorithm)
        }
        return Key(
            id: name, algorithm: algorithm, canSign: canSign, material: .hmac(secret),
            fingerprint: fingerprint(ofSecret: bytes), publicMembers: [])
    }

    /// A code that no token can carry, as with the derived name, and the same for every algorithm.
    static func fingerprint(ofSecret bytes: [UInt8]) -> String {
        Base64URL.encode(hmacSHA256("gatehouse key fingerprint".utf8, key: bytes))
    }

    /// 96 bits of a code that no token can carry, for the label has no dot and a signing input has one.
    private static func derivedID(of secret: HMACSecret) -> String? {
        guard let code = secret.code(of: Array("gatehouse key id".utf8).span) else { return nil }
        return Base64URL.encode(code.prefix(12))
    }
}

extension Key: CustomStringConvertible {
    /// The name and the algorithm; never the secret.
    public var description: String { "\(algorithm.rawValue) key \(id)" }
}
