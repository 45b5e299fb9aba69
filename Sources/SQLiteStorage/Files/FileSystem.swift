// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the file system of a path takes from this account.
package struct FileSystem: Sendable, Equatable {
    /// How many bytes more.
    package let free: Int

    /// Whether it takes no change at all.
    package let isReadOnly: Bool

    /// The file system that `path` lies on; nil where the system does not say, for a reason that is in `errno`.
    package init?(of path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        free = Int(clamping: UInt(status.f_bavail) * status.f_frsize)
        isReadOnly = status.f_flag & UInt(ST_RDONLY) != 0
    }
}
