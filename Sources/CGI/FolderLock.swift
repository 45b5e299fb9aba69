// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The exclusive right to make a socket in a folder, by flock(2) on the folder itself, so that no lock file is left.
///
/// A socket that is bound and does not listen yet looks deserted: without this, of two servers that start at once on
/// one path the later would remove what the earlier has just made.
struct FolderLock {
    private let descriptor: Int32

    /// Takes the right; a folder that may not be read is used without.
    ///
    /// - Throws: ``ListenError`` where somebody else does not let go of it for a second.
    init(ofFile path: String) throws {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        descriptor = open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        var tries = 1000
        while descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, tries > 0 else {
                close(descriptor)
                throw ListenError("Cannot listen on \(path): another server is being started beside it; try again.")
            }
            tries -= 1
            usleep(1000)
        }
    }

    /// Gives the right back.
    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
