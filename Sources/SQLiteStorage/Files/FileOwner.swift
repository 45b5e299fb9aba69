// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A user and a group that a file belongs to.
package struct FileOwner: Sendable, Equatable {
    /// The user.
    package let user: uid_t
    /// The group.
    package let group: gid_t

    /// The owner of what has that status.
    package init(_ status: stat) {
        user = status.st_uid
        group = status.st_gid
    }

    /// The owner of what is at the path; nil where there is nothing.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The owner of what has that name in the folder, be it a link; nil where nothing has.
    package init?(of name: String, in folder: Int32) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    /// The owner of an open file; nil where it cannot be told.
    package init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }
}
