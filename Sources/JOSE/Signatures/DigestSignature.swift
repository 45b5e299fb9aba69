// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A key of RSA or ECDSA, which sign a digest, held ready for one algorithm.
final class DigestSignature: Sendable {
    /// The hash function.
    ///
    /// Unsafe only by its type: `init` fetches it, and OpenSSL lets threads share one.
    nonisolated(unsafe) private let function: OpaquePointer
    private let verifying: ContextPool
    private let signing: ContextPool?
    private let sizeLimit: Int

    /// Nil where OpenSSL does not compute the algorithm with the key.
    init?(_ key: PKey, _ algorithm: Algorithm, isPrivate: Bool) {
        guard let digest = algorithm.digest, let function = EVP_MD_fetch(nil, digest, nil) else { return nil }
        self.function = function
        sizeLimit = Int(EVP_PKEY_get_size(key.pointer))
        let padding = algorithm.padding
        let verifying = Self.contexts(key, function, padding, EVP_PKEY_verify_init)
        signing = isPrivate ? Self.contexts(key, function, padding, EVP_PKEY_sign_init) : nil
        guard let verifying, isPrivate == (signing != nil) else {
            EVP_MD_free(function)
            return nil
        }
        self.verifying = verifying
    }

    deinit { EVP_MD_free(function) }

    /// The signature, as OpenSSL writes it; nil where there is no private half, or OpenSSL failed.
    func signature(over input: Span<UInt8>) -> [UInt8]? {
        guard let digest = digest(of: input) else { return nil }
        return signing?.lend { context in
            var signature = [UInt8](repeating: 0, count: sizeLimit)
            var count = signature.count
            guard EVP_PKEY_sign(context, &signature, &count, digest, digest.count) == 1 else { return nil }
            signature.removeLast(signature.count - count)
            return signature
        }
    }

    /// Whether `signature`, as OpenSSL reads it, was made over `input`.
    func verifies(_ signature: [UInt8], over input: Span<UInt8>) -> Bool {
        guard let digest = digest(of: input) else { return false }
        let verified = verifying.lend { context in
            EVP_PKEY_verify(context, signature, signature.count, digest, digest.count) == 1
        }
        // What a refusal leaves in the thread's list of errors must not explain a later failure.
        if verified != true { ERR_clear_error() }
        return verified == true
    }

    private func digest(of input: Span<UInt8>) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MD_get_size(function)))
        let done = input.withUnsafeBufferPointer {
            EVP_Digest($0.baseAddress, $0.count, &digest, nil, function, nil)
        }
        return done == 1 ? digest : nil
    }

    private static func contexts(
        _ key: PKey, _ function: OpaquePointer, _ padding: Padding?, _ start: (OpaquePointer?) -> Int32
    ) -> ContextPool? {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else { return nil }
        let pool = ContextPool(context, copy: { EVP_PKEY_CTX_dup($0) }, free: { EVP_PKEY_CTX_free($0) })
        guard start(context) == 1, padding?.set(in: context) ?? true,
            EVP_PKEY_CTX_set_signature_md(context, function) == 1
        else {
            ERR_clear_error()
            return nil
        }
        return pool
    }
}

/// How RSA fills a digest up to the length of its modulus.
private enum Padding {
    case pkcs1, pss

    /// For PSS the salt is as long as the hash (RFC 7518 §3.5); OpenSSL takes the same hash for MGF1 by itself.
    func set(in context: OpaquePointer) -> Bool {
        switch self {
        case .pkcs1: EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        case .pss:
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1
        }
    }
}

extension Algorithm {
    fileprivate var padding: Padding? {
        switch self {
        case .rs256, .rs384, .rs512: .pkcs1
        case .ps256, .ps384, .ps512: .pss
        default: nil
        }
    }
}
