// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A key of Ed25519 (RFC 8032 §5.1), which signs what it is given and not a digest.
///
/// Its contexts are not kept: setting one up is a fiftieth of what it computes.
struct Ed25519Signature: Sendable {
    private static let size = 64

    private let key: PKey
    private let isPrivate: Bool

    init(_ key: PKey, isPrivate: Bool) {
        self.key = key
        self.isPrivate = isPrivate
    }

    func signature(over input: Span<UInt8>) -> [UInt8]? {
        guard isPrivate, let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestSignInit_ex(context, nil, nil, nil, nil, key.pointer, nil) == 1 else { return nil }
        var signature = [UInt8](repeating: 0, count: Self.size)
        var count = signature.count
        let done = input.withUnsafeBufferPointer {
            EVP_DigestSign(context, &signature, &count, $0.baseAddress, $0.count)
        }
        return done == 1 && count == Self.size ? signature : nil
    }

    /// The length is judged here; that the signature's S is below the group's order is judged by OpenSSL.
    func verifies(_ signature: [UInt8], over input: Span<UInt8>) -> Bool {
        guard signature.count == Self.size, let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        let isReady = EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, key.pointer, nil) == 1
        let isVerified =
            isReady
            && input.withUnsafeBufferPointer {
                EVP_DigestVerify(context, signature, signature.count, $0.baseAddress, $0.count) == 1
            }
        if !isVerified { ERR_clear_error() }
        return isVerified
    }
}
