// SPDX-License-Identifier: Apache-2.0

import Glibc

/// By what a file is known to be another one, or to have been changed, without being read.
///
/// The time of the last change to the inode is among it: that moves with the mode and the owner too, and nobody can set
/// it back.
struct FileStamp: Sendable, Equatable, CustomStringConvertible {
    private let device: dev_t
    private let inode: ino_t
    private let size: off_t
    private let modified: Int64
    private let changed: Int64

    /// The stamp of the file at the path; nil where there is none that can be reached.
    init?(ofFile path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
        size = status.st_size
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// The stamp in words, to be compared with those of another process; nothing of what the file holds is in them.
    var description: String { "\(device)-\(inode)-\(size)-\(modified)-\(changed)" }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
