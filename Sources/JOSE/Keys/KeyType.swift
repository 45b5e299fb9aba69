// SPDX-License-Identifier: Apache-2.0

/// The types of key, named as in the `kty` of a JWK (RFC 7518 §6.1, RFC 8037 §2).
public enum KeyType: String, Sendable, CaseIterable {
    /// A shared secret.
    case oct
    /// An RSA key.
    case rsa = "RSA"
    /// A key on one of NIST's curves.
    case ec = "EC"
    /// A key on one of the curves of RFC 8032.
    case okp = "OKP"

    /// The algorithms that compute with such a key.
    public var algorithms: [Algorithm] { Algorithm.allCases.filter { $0.keyType == self } }
}

/// The curves, named as in the `crv` of a JWK (RFC 7518 §6.2.1.1, RFC 8037 §2).
public enum Curve: String, Sendable, CaseIterable {
    /// NIST's curve over a field of 256 bits.
    case p256 = "P-256"
    /// NIST's curve over a field of 384 bits.
    case p384 = "P-384"
    /// Edwards's curve over the field of 2^255 - 19.
    case ed25519 = "Ed25519"

    /// The bytes of a coordinate, which are also those of a private key and of either half of a signature.
    var size: Int {
        switch self {
        case .p256, .ed25519: 32
        case .p384: 48
        }
    }
}
