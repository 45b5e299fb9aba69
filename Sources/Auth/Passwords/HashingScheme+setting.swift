// SPDX-License-Identifier: Apache-2.0

import CCrypt

extension HashingScheme {
    /// What libcrypt is told of a new hash: the scheme, and the salt of 16 bytes.
    func setting(salt: [UInt8]) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CRYPT_GENSALT_OUTPUT_SIZE)) { output in
            let made = salt.withUnsafeBytes { bytes in
                crypt_gensalt_rn(
                    method.prefix, UInt(cost), bytes.bindMemory(to: CChar.self).baseAddress,
                    Int32(bytes.count), output.baseAddress, Int32(output.count))
            }
            // Fails for too few bytes or a cost that does not exist, which is a mistake in this program.
            guard let made else { preconditionFailure("crypt_gensalt_rn refused 16 bytes and \(self)") }
            return String(cString: made)
        }
    }
}
