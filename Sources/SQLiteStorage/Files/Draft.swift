// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc
import JOSE

/// A database in the making.
///
/// Until it is whole it has a name of its own, so that whoever looks finds the former file or the new one, and never a
/// part of it.
struct Draft {
    /// The file, which is its owner's alone.
    let path: String

    /// The name that it is for.
    let target: String

    /// Makes an empty file beside `target`.
    init(of target: String, for owner: FileOwner) throws(BackupError) {
        self.target = target
        path = "\(target).\(Base64URL.encode(secureRandomBytes(9)))"
        do throws(StorageError) {
            if let descriptor = try DatabaseFile.create(path, owner) { close(descriptor) }
        } catch {
            throw Self.failure(target)
        }
    }

    /// Gives the file, which nobody has open, the name that it is for; both are on the disk then.
    func publish() throws(BackupError) {
        guard Self.synchronise(path, O_RDWR), rename(path, target) == 0,
            Self.synchronise(folder, O_RDONLY | O_DIRECTORY)
        else { throw Self.failure(target) }
    }

    /// Removes what is left of a draft that was not published.
    func discard() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) }
    }

    private var folder: String {
        guard let slash = target.lastIndex(of: "/") else { return "." }
        return slash == target.startIndex ? "/" : String(target[..<slash])
    }

    private static func synchronise(_ path: String, _ mode: Int32) -> Bool {
        let descriptor = open(path, mode | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    /// What `errno` says.
    private static func failure(_ path: String) -> BackupError {
        // Where root has called, the sentence has to say who it is that may not.
        let number = errno
        let shut = "\(accountName(of: geteuid())), with whose rights this is done, may not: choose another folder"
        return .unwritable(path: path, reason: number == EACCES ? shut : systemMessage(number))
    }
}
