// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// `count` bytes from OpenSSL's generator, which the kernel seeds and which survives `fork`.
///
/// Where the generator fails the process ends: a name, a key or a token that somebody can guess is worse than none.
public func secureRandomBytes(_ count: Int) -> [UInt8] {
    precondition(count >= 0 && count <= Int(Int32.max), "the count of random bytes is out of range")
    var bytes = [UInt8](repeating: 0, count: count)
    precondition(RAND_bytes(&bytes, Int32(count)) == 1, "OpenSSL's random generator failed")
    return bytes
}
