// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Synchronization

/// A secret that OpenSSL holds ready for HMAC (RFC 2104).
///
/// Setting a key up costs three times what the code of a token costs, so keyed contexts are lent out and taken back,
/// at most one to a thread. OpenSSL wipes their memory when it frees them; nothing here keeps the secret.
final class HMACSecret: Sendable {
    /// Read alone, after `init`: it is what further contexts are copied from.
    private let keyed: Context
    private let idle = Mutex<[Context]>([])

    init?(_ secret: [UInt8], _ algorithm: Algorithm) {
        guard let mac = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
        defer { EVP_MAC_free(mac) }
        guard let context = EVP_MAC_CTX_new(mac) else { return nil }
        keyed = Context(pointer: context)
        guard Self.setKey(secret, algorithm.digest, of: context) else { return nil }
    }

    deinit {
        EVP_MAC_CTX_free(keyed.pointer)
        idle.withLock { idle in
            for context in idle { EVP_MAC_CTX_free(context.pointer) }
        }
    }

    /// The code of `input`; nil where OpenSSL failed, for want of memory.
    func code(of input: Span<UInt8>) -> [UInt8]? {
        let lent = idle.withLock { $0.popLast() }
        guard let context = lent?.pointer ?? EVP_MAC_CTX_dup(keyed.pointer) else { return nil }
        guard let code = Self.code(of: input, context) else {
            EVP_MAC_CTX_free(context)
            return nil
        }
        idle.withLock { $0.append(Context(pointer: context)) }
        return code
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
        var name = Array(digest.utf8CString)
        return name.withUnsafeMutableBufferPointer { name in
            let parameters = [
                OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.baseAddress, 0),
                OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_init(context, secret, secret.count, parameters) == 1
        }
    }

    /// Sendable although it is a pointer: a context is either the one that is only read, or lent to a single thread,
    /// since it leaves the list of idle ones under the lock.
    private struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }
}

extension Algorithm {
    /// The hash function's name in OpenSSL.
    fileprivate var digest: String {
        switch self {
        case .hs256: "SHA256"
        case .hs384: "SHA384"
        case .hs512: "SHA512"
        }
    }
}
