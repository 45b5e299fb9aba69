// SPDX-License-Identifier: Apache-2.0

import Glibc
import JOSE
import SQLiteStorage

extension HeldFolder {
    /// Puts a file in the place of the one that is there, whole or not at all, whatever happens; once this has returned
    /// it is on the disk, and so is its name.
    ///
    /// - Parameters:
    ///   - bytes: what it holds.
    ///   - mode: the file's, whatever the umask.
    ///   - owner: whose it is; nil for whoever makes it.
    /// - Throws: `FileError`; then the former file is there still, or, where the name alone may not outlast a crash,
    ///   one of the two.
    func replaceFile(by bytes: [UInt8], mode: mode_t, for owner: FileOwner?) throws(FileError) {
        // What is held is the way to the folder, which cannot be brought to the disk.
        let folder = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw FileError(number: errno) }
        defer { close(folder) }
        let temporary = "\(name).\(Base64URL.encode(secureRandomBytes(9)))"
        let file = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError(number: errno) }
        let isWritten =
            Self.hand(file, to: owner) && fchmod(file, mode) == 0 && writeAll(bytes, to: file) && fsync(file) == 0
        // What close says counts too: some file systems write only then.
        guard close(file) == 0, isWritten, renameat(descriptor, temporary, descriptor, name) == 0 else {
            let error = FileError(number: errno)
            unlinkat(descriptor, temporary, 0)
            throw error
        }
        // A crash must not bring the former file back: a retired key would be good again, a secret that is in use lost.
        guard fsync(folder) == 0 else { throw FileError(number: errno) }
    }

    private static func hand(_ file: Int32, to owner: FileOwner?) -> Bool {
        guard let owner, owner.user != geteuid() || (geteuid() == 0 && owner.group != getegid()) else { return true }
        return fchown(file, owner.user, owner.group) == 0
    }
}
