// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The exclusive right to make the socket at a path, by flock(2) on a file beside it, which goes when the right does.
///
/// A socket that is bound and does not listen yet looks deserted: without this, of two servers that start at once on
/// one path the later would remove what the earlier has just made. The file is its owner's alone, since whoever can open
/// it can hold the lock.
struct SocketLock {
    private let path: String
    private let descriptor: Int32

    /// Takes the right.
    ///
    /// - Throws: ``ListenError`` where the file cannot be made or is somebody else's, and where another server does not
    ///   let go of it for a second.
    init(socket: String) throws {
        path = socket + ".lock"
        for _ in 0..<1000 {
            if let descriptor = try Self.locked(path, socket) {
                self.descriptor = descriptor
                return
            }
            usleep(1000)
        }
        throw ListenError("Cannot listen on \(socket): another server is being started on it; try again.")
    }

    /// Gives the right back.
    func release() {
        // While it is locked: whoever waits finds that it is gone, and makes another.
        unlink(path)
        close(descriptor)
    }

    /// The open file with the lock on it; nil where another has it.
    private static func locked(_ path: String, _ socket: String) throws -> Int32? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            // Ours could be opened, and is no link.
            let isThere = code == ELOOP || code == EACCES && access(path, F_OK) == 0
            throw isThere ? foreign(path, socket) : ListenError(path: socket, errno: code)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else {
            close(descriptor)
            throw foreign(path, socket)
        }
        // The one that had the lock before may have removed the file.
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
            return descriptor
        }
        close(descriptor)
        return nil
    }

    private static func foreign(_ path: String, _ socket: String) -> ListenError {
        ListenError(
            "Cannot listen on \(socket): \(path) is another user's; remove it, or choose a folder in which nobody else "
                + "may write.")
    }
}
