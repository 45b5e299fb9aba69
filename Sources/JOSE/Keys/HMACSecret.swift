// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A secret that OpenSSL holds ready for HMAC (RFC 2104); nothing here keeps it.
final class HMACSecret: Sendable {
    private let contexts: ContextPool

    init?(_ secret: [UInt8], _ algorithm: Algorithm) {
        guard let digest = algorithm.digest, let mac = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
        defer { EVP_MAC_free(mac) }
        guard let context = EVP_MAC_CTX_new(mac) else { return nil }
        contexts = ContextPool(context, copy: { EVP_MAC_CTX_dup($0) }, free: { EVP_MAC_CTX_free($0) })
        guard Self.setKey(secret, digest, of: context) else { return nil }
    }

    /// The code of `input`; nil where OpenSSL failed, for want of memory.
    func code(of input: Span<UInt8>) -> [UInt8]? {
        contexts.lend { Self.code(of: input, $0) }
    }

    private static func code(of input: Span<UInt8>, _ context: OpaquePointer) -> [UInt8]? {
        // Without a key, init starts over with the one that the context has.
        guard EVP_MAC_init(context, nil, 0, nil) == 1 else { return nil }
        let taken = input.withUnsafeBufferPointer { EVP_MAC_update(context, $0.baseAddress, $0.count) }
        guard taken == 1 else { return nil }
        var code = [UInt8](repeating: 0, count: EVP_MAC_CTX_get_mac_size(context))
        var count = 0
        guard EVP_MAC_final(context, &code, &count, code.count) == 1, count == code.count else { return nil }
        return code
    }

    private static func setKey(_ secret: [UInt8], _ digest: String, of context: OpaquePointer) -> Bool {
        guard let parameters = Parameters([("digest", .text(digest))]) else { return false }
        return EVP_MAC_init(context, secret, secret.count, parameters.pointer) == 1
    }
}
