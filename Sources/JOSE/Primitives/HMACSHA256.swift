// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The 32 bytes of the HMAC-SHA256 code (RFC 2104) of `bytes` under `key`.
///
/// The code of a fixed text tells one secret from another without giving anything of it away. Whoever checks a code
/// that was sent compares with ``constantTimeEquals(_:_:)``.
public func hmacSHA256(_ bytes: some Collection<UInt8>, key: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    let bytes = Array(bytes)
    let done = HMAC(SHA256.function, key, Int32(key.count), bytes, bytes.count, &code, nil)
    // A code that was not computed must never be sent or compared. Without memory the process cannot go on.
    precondition(done != nil, "OpenSSL could not compute an HMAC")
    return code
}
