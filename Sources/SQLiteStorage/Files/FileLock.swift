// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A lock that processes exclude each other by, on an empty file that stays.
///
/// flock(2) locks belong to the open file, so a process that dies lets go of them, and two stores in one process
/// exclude each other too. One thread at a time may use one of these.
final class FileLock: Sendable {
    let path: String
    private let descriptor: Int32

    /// Opens the lock file, and makes it where it is missing.
    init(path: String, owner: DatabaseFile.Owner) throws(StorageError) {
        self.path = path
        if let created = try DatabaseFile.create(path, owner) {
            descriptor = created
        } else {
            descriptor = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { throw DatabaseFile.failure(path) }
        }
    }

    deinit { close(descriptor) }

    /// Runs `work` while nobody else holds the lock.
    ///
    /// - Throws: ``StorageError/locked(path:)`` where it has not come free by the deadline; what `work` throws.
    func exclusively<Result>(by deadline: Deadline, _ work: () throws -> Result) throws -> Result {
        try lock(by: deadline)
        defer { flock(descriptor, LOCK_UN) }
        return try work()
    }

    /// flock(2) knows no deadline, so the lock is asked for again and again: soon at first, since most holders are
    /// gone within a millisecond.
    private func lock(by deadline: Deadline) throws(StorageError) {
        var pause: UInt32 = 100
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK where !deadline.hasPassed:
                usleep(pause)
                pause = min(pause * 2, 1000)
            case EWOULDBLOCK: throw .locked(path: path)
            default: throw DatabaseFile.failure(path)
            }
        }
    }
}
