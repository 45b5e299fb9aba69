// SPDX-License-Identifier: Apache-2.0

import Glibc
import JOSE

extension KeyFile {
    /// Writes the set beside the file and gives it the file's name once it is on the disk.
    func replace(in folder: HeldFolder, by set: KeySet, for owner: FileOwner?) throws(Failure) {
        let open = openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard open >= 0 else { throw failure() }
        defer { close(open) }
        let temporary = "\(folder.name).\(Base64URL.encode(secureRandomBytes(9)))"
        let descriptor = openat(
            folder.descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        let isWritten = hand(descriptor, to: owner) && Self.write(set.serialized(), to: descriptor)
        // What close says counts too: some file systems write only then.
        guard close(descriptor) == 0, isWritten,
            renameat(folder.descriptor, temporary, folder.descriptor, folder.name) == 0
        else {
            let failure = failure()
            unlinkat(folder.descriptor, temporary, 0)
            throw failure
        }
        // The name is in the folder, and a crash must not bring the former back: a retired key would be good again.
        guard fsync(open) == 0 else { throw failure() }
    }

    private func hand(_ descriptor: Int32, to owner: FileOwner?) -> Bool {
        // The umask may have taken a right from the owner.
        guard fchmod(descriptor, 0o600) == 0 else { return false }
        guard let owner, owner.user != geteuid() || (geteuid() == 0 && owner.group != getegid()) else { return true }
        return fchown(descriptor, owner.user, owner.group) == 0
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
        }
        return fsync(descriptor) == 0
    }
}
