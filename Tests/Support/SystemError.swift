// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A system call that failed.
public struct SystemError: Error, CustomStringConvertible {
    /// The call and what `errno` said.
    public let description: String

    /// An error of the call that has just failed.
    public init(_ call: String) {
        description = "\(call): \(String(cString: strerror(errno)))"
    }
}
