// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A key of RSA (RFC 8017), held ready for one of its algorithms.
struct RSASignature: Sendable {
    private let signature: DigestSignature
    /// The bytes of the modulus.
    private let size: Int

    init?(_ key: PKey, _ algorithm: Algorithm, isPrivate: Bool) {
        guard let signature = DigestSignature(key, algorithm, isPrivate: isPrivate) else { return nil }
        self.signature = signature
        size = Int(EVP_PKEY_get_size(key.pointer))
    }

    func signature(over input: Span<UInt8>) -> [UInt8]? { signature.signature(over: input) }

    /// A signature is as long as the modulus, neither longer nor, zeros in front left out, shorter (RFC 8017 §8.1.2).
    func verifies(_ bytes: [UInt8], over input: Span<UInt8>) -> Bool {
        bytes.count == size && signature.verifies(bytes, over: input)
    }
}
