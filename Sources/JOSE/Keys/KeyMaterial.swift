// SPDX-License-Identifier: Apache-2.0

/// What a key computes with, one case a family of algorithms.
enum KeyMaterial: Sendable {
    /// A shared secret.
    case hmac(HMACSecret)
    /// A key of RSA.
    case rsa(RSASignature)
    /// A key on one of NIST's curves.
    case ecdsa(ECDSASignature)
    /// A key on Ed25519.
    case ed25519(Ed25519Signature)

    /// What a key pair or a public key computes with; nil where OpenSSL does not compute the algorithm.
    init?(_ key: PKey, _ algorithm: Algorithm, isPrivate: Bool) {
        switch algorithm.keyType {
        case .oct: return nil
        case .rsa:
            guard let signature = RSASignature(key, algorithm, isPrivate: isPrivate) else { return nil }
            self = .rsa(signature)
        case .ec:
            guard let signature = ECDSASignature(key, algorithm, isPrivate: isPrivate) else { return nil }
            self = .ecdsa(signature)
        case .okp: self = .ed25519(Ed25519Signature(key, isPrivate: isPrivate))
        }
    }

    /// The signature over `input`; nil where there is no private half, or OpenSSL failed.
    func signature(over input: Span<UInt8>) -> [UInt8]? {
        switch self {
        case .hmac(let secret): secret.code(of: input)
        case .rsa(let key): key.signature(over: input)
        case .ecdsa(let key): key.signature(over: input)
        case .ed25519(let key): key.signature(over: input)
        }
    }

    /// Whether `signature` was made over `input` with this key; false as well where OpenSSL failed.
    func verifies(_ signature: [UInt8], over input: Span<UInt8>) -> Bool {
        switch self {
        case .hmac(let secret):
            // The length is compared too: a code cut short, or with a byte more, is no code (RFC 7518 §3.2).
            if let code = secret.code(of: input) { constantTimeEquals(code, signature) } else { false }
        case .rsa(let key): key.verifies(signature, over: input)
        case .ecdsa(let key): key.verifies(signature, over: input)
        case .ed25519(let key): key.verifies(signature, over: input)
        }
    }
}
