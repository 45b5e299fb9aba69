// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the file system of a path takes from this account.
public struct FileSystem: Sendable, Equatable {
    /// How many bytes more.
    public let free: Int

    /// Whether it takes no change at all.
    public let isReadOnly: Bool

    /// The file system that `path` lies on; nil where the system does not say, for a reason that is in `errno`.
    public init?(of path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        free = Int(clamping: UInt(status.f_bavail) * status.f_frsize)
        isReadOnly = status.f_flag & UInt(ST_RDONLY) != 0
    }
}
