// SPDX-License-Identifier: Apache-2.0

/// What a key computes with, one case a family of algorithms.
enum KeyMaterial: Sendable {
    /// A shared secret.
    case hmac(HMACSecret)

    /// The signature over `input`; nil where OpenSSL failed.
    func signature(over input: Span<UInt8>) -> [UInt8]? {
        switch self {
        case .hmac(let secret): secret.code(of: input)
        }
    }

    /// Whether `signature` was made over `input` with this key; false as well where OpenSSL failed.
    func verifies(_ signature: [UInt8], over input: Span<UInt8>) -> Bool {
        switch self {
        case .hmac(let secret):
            // The length is compared too: a code cut short, or with a byte more, is no code (RFC 7518 §3.2).
            if let code = secret.code(of: input) { constantTimeEquals(code, signature) } else { false }
        }
    }
}
