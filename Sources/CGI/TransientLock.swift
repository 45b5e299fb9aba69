// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A lock that processes exclude each other by: flock(2) on a file that goes when the lock does.
///
/// The file is its owner's alone, since whoever can open it can hold the lock.
package struct TransientLock {
    /// Why the lock is not to be had.
    package enum Obstacle: Error, Equatable {
        /// Another process does not let go of it.
        case held
        /// What has the file's name is another user's, or is a link.
        case foreign
        /// The system's reason, an error number.
        case failed(Int32)
    }

    private let name: String
    private let folder: Int32
    private let descriptor: Int32

    /// Takes the lock on the file of that name in the folder, for which it waits so many seconds at the most.
    package init(_ name: String, in folder: Int32 = AT_FDCWD, seconds: Int) throws(Obstacle) {
        for _ in 0..<seconds * 1000 {
            if let descriptor = try Self.locked(name, folder) {
                (self.name, self.folder, self.descriptor) = (name, folder, descriptor)
                return
            }
            usleep(1000)
        }
        throw .held
    }

    /// Gives the lock back.
    package func release() {
        // While it is locked: whoever waits finds that it is gone, and makes another.
        unlinkat(folder, name, 0)
        close(descriptor)
    }

    /// The open file with the lock on it; nil where another has that.
    private static func locked(_ name: String, _ folder: Int32) throws(Obstacle) -> Int32? {
        let descriptor = openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            // Ours could be opened, and is no link.
            let isThere = code == ELOOP || code == EACCES && faccessat(folder, name, F_OK, 0) == 0
            throw isThere ? .foreign : .failed(code)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else {
            close(descriptor)
            throw .foreign
        }
        // The one that had the lock before may have removed the file.
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
            return descriptor
        }
        close(descriptor)
        return nil
    }
}
