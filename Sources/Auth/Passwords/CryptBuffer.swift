// SPDX-License-Identifier: Apache-2.0

import CCrypt
import Glibc

/// The 32 KiB that libcrypt works in: one to a slot, so that a flood of logins has nothing to allocate.
///
/// yescrypt takes its mebibytes beside it, for each hash anew, and gives them back to the system, which wipes them. A
/// buffer never leaves the thread of its slot.
final class CryptBuffer {
    private let data: UnsafeMutablePointer<crypt_data>

    init() {
        data = .allocate(capacity: 1)
        data.initialize(to: crypt_data())
    }

    deinit {
        wipe()
        data.deallocate()
    }

    /// Hashes `password` as the setting says, and leaves nothing of it behind.
    ///
    /// - Throws: ``HashingFailed``; libcrypt's tokens of failure (`*0`) are never taken for a hash.
    func hash(_ password: String, _ setting: String) throws -> String {
        defer { wipe() }
        guard let output = crypt_r(password, setting, data), output.pointee != CChar(bitPattern: UInt8(ascii: "*"))
        else { throw HashingFailed(errno: errno) }
        return String(cString: output)
    }

    /// `explicit_bzero`, since a compiler may leave out writes that nobody reads.
    private func wipe() {
        explicit_bzero(data, MemoryLayout<crypt_data>.size)
    }
}
