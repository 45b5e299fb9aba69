// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// A lock that processes exclude each other by, on a file that stays; what is in it is the ``Lineage`` of the database.
///
/// flock(2) locks belong to the open file, so a process that dies lets go of them, and two stores in one process
/// exclude each other too. One thread at a time may use one of these. A file that somebody has removed is made anew, or
/// those who had it open would exclude nobody who comes later.
final class DatabaseLock: Sendable {
    let path: String
    private let owner: FileOwner
    private let file: Atomic<Int32>

    var descriptor: Int32 { file.load(ordering: .relaxed) }

    /// Opens the lock file, and makes it where it is missing.
    init(path: String, owner: FileOwner) throws(StorageError) {
        self.path = path
        self.owner = owner
        file = Atomic(try Self.opened(path, owner))
    }

    deinit { close(descriptor) }

    /// Runs `work` while nobody else holds the lock.
    ///
    /// - Throws: ``StorageError/locked(path:)`` where it has not come free by the deadline; what `work` throws.
    func exclusively<Result>(by deadline: Deadline, _ work: () throws -> Result) throws -> Result {
        // Where it could not be had, too: the lock on a file that was removed may be held by then.
        defer { flock(descriptor, LOCK_UN) }
        try lock(by: deadline)
        return try work()
    }

    private static func opened(_ path: String, _ owner: FileOwner) throws(StorageError) -> Int32 {
        while true {
            if let created = try DatabaseFile.create(path, owner) { return created }
            let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
            if descriptor >= 0 { return descriptor }
            // Removed in this very moment.
            guard errno == ENOENT else { throw DatabaseFile.failure(path) }
        }
    }

    private func lock(by deadline: Deadline) throws(StorageError) {
        try lockFile(by: deadline)
        while isRemoved {
            let former = file.exchange(try Self.opened(path, owner), ordering: .relaxed)
            close(former)
            try lockFile(by: deadline)
        }
    }

    private var isRemoved: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_nlink == 0
    }

    /// flock(2) knows no deadline, so the lock is asked for again and again: soon at first, since most holders are
    /// gone within a millisecond.
    private func lockFile(by deadline: Deadline) throws(StorageError) {
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
