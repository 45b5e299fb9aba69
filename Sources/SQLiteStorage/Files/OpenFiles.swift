// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Which files are those of a database at this moment: the one at its path, and the WAL and its index beside that.
///
/// Whoever has the database open goes on with the files that were there, removed or not; whoever comes later finds
/// others. None is opened here, since to close it would drop the locks that SQLite has on it.
struct OpenFiles: Sendable, Equatable {
    private let files: [Inode?]

    init(ofDatabase path: String) {
        files = ["", "-wal", "-shm"].map { Inode(ofFile: path + $0) }
    }
}

/// What no two files have in common that are there at once, be it without a name.
private struct Inode: Sendable, Equatable {
    private let device: dev_t
    private let number: ino_t

    /// Nil where there is no file.
    init?(ofFile path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (status.st_dev, status.st_ino)
    }
}
