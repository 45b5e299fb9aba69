// SPDX-License-Identifier: Apache-2.0

/// The signature algorithms (RFC 7518 §3.1, RFC 8037 §3.1), named as in the `alg` of a header.
public enum Algorithm: String, Sendable, CaseIterable {
    /// HMAC with SHA-256.
    case hs256 = "HS256"
    /// HMAC with SHA-384.
    case hs384 = "HS384"
    /// HMAC with SHA-512.
    case hs512 = "HS512"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rs512 = "RS512"
    /// RSASSA-PSS with SHA-256, MGF1 with the same, and a salt of the hash's length.
    case ps256 = "PS256"
    /// RSASSA-PSS with SHA-384, MGF1 with the same, and a salt of the hash's length.
    case ps384 = "PS384"
    /// RSASSA-PSS with SHA-512, MGF1 with the same, and a salt of the hash's length.
    case ps512 = "PS512"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// ECDSA on P-384 with SHA-384.
    case es384 = "ES384"
    /// EdDSA on Ed25519, which RFC 9864 §2.2 names `Ed25519`; that name is read, and this one is written.
    case edDSA = "EdDSA"

    /// The algorithm that `name` names in an `alg`, letter for letter; nil where there is none.
    ///
    /// Ed25519 has two names and is the only curve of EdDSA here, so both mean one thing to one kind of key.
    public init?(name: String) {
        let known = Self.allCases.first { $0.rawValue.isSpelled(name) }
        guard let algorithm = known ?? (name.isSpelled("Ed25519") ? .edDSA : nil) else { return nil }
        self = algorithm
    }
}

extension Algorithm {
    /// The only type of key that the algorithm computes with.
    public var keyType: KeyType {
        switch self {
        case .hs256, .hs384, .hs512: .oct
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: .rsa
        case .es256, .es384: .ec
        case .edDSA: .okp
        }
    }

    /// The only curve that the algorithm computes on; nil where it needs none.
    public var curve: Curve? {
        switch self {
        case .es256: .p256
        case .es384: .p384
        case .edDSA: .ed25519
        default: nil
        }
    }

    /// The hash function's name in OpenSSL; nil where the algorithm hashes by itself.
    var digest: String? {
        switch self {
        case .hs256, .rs256, .ps256, .es256: "SHA256"
        case .hs384, .rs384, .ps384, .es384: "SHA384"
        case .hs512, .rs512, .ps512: "SHA512"
        case .edDSA: nil
        }
    }
}
