// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The 32 bytes of the SHA-256 digest (FIPS 180-4) of `bytes`.
public func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let bytes = Array(bytes)
    let done = EVP_Digest(bytes, bytes.count, &digest, nil, SHA256.function, nil)
    // A digest that was not computed must never be stored or compared. Without memory the process cannot go on.
    precondition(done == 1, "OpenSSL could not compute a SHA-256 digest")
    return digest
}

enum SHA256 {
    /// Fetched once: a fetch for every digest costs more than the digest of a token.
    ///
    /// Unsafe only by its type: the method is written by this initialiser alone, and OpenSSL lets threads share one.
    nonisolated(unsafe) static let function = EVP_MD_fetch(nil, "SHA256", nil)
}
