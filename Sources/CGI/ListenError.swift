// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// Why there is nothing to listen on: one sentence that says what, where and what to do.
public struct ListenError: Error, CustomStringConvertible, Sendable {
    /// The sentence.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// The sentence for a failed system call on a socket path.
    init(path: String, errno code: Int32) {
        switch code {
        case ENOENT, ENOTDIR:
            self.init("Cannot listen on \(path): its folder does not exist; create it or choose another path.")
        case EACCES, EPERM, EROFS:
            self.init(
                "Cannot listen on \(path): its folder may not be written; change its owner or choose another path.")
        default:
            self.init("Cannot listen on \(path): \(systemMessage(code)).")
        }
    }
}
