// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Whether the bytes are the same, in a time that tells nothing of where they differ; lengths are no secret.
public func constantTimeEquals(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}

extension String {
    /// Whether both are the same scalars.
    ///
    /// Swift's `==` also holds for strings that look alike after normalisation, whereas RFC 7519 §2 compares names and
    /// values as they are written.
    func isSpelled(_ other: String) -> Bool {
        self == other && utf8.elementsEqual(other.utf8)
    }
}
