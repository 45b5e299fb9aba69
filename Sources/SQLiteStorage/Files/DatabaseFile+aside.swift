// SPDX-License-Identifier: Apache-2.0

import Basics
import GRDB
import Glibc
import JOSE

extension DatabaseFile {
    /// Gives the database another name as well, under which it stays once a file is renamed over it.
    ///
    /// Nothing stands beside its first name then that SQLite would take for part of the new one. Nil where there is no
    /// database.
    ///
    /// The caller holds the lock, so that nobody opens the database meanwhile.
    ///
    /// - Throws: ``BackupError/inUse(path:)`` where somebody has it open; ``StorageError/foreign(path:)``.
    func setAside(at now: NumericDate) throws -> String? {
        let aside = freeName(at: now)
        let hadFile = exists
        if hadFile {
            try closeJournal()
            guard link(path, aside) == 0 else {
                throw BackupError.unwritable(path: aside, reason: systemMessage(errno))
            }
        }
        for suffix in Self.journals { rename(path + suffix, aside + suffix) }
        unlink(path + "-shm")
        return hadFile ? aside : nil
    }

    /// What SQLite takes for part of a database: none of another's may come to stand beside it.
    private static let journals = ["-wal", "-journal"]

    /// A name that tells the time, of which nothing is there yet, nor of its journals.
    private func freeName(at now: NumericDate) -> String {
        let name = "\(path).replaced-\(Self.stamp(now))"
        var (free, count) = (name, 1)
        while ([""] + Self.journals).contains(where: { access(free + $0, F_OK) == 0 }) {
            count += 1
            free = "\(name)-\(count)"
        }
        return free
    }

    /// Brings all of the database into its one file; what is too damaged for that is left as it is.
    private func closeJournal() throws {
        do {
            let queue = try Connection.writer(path, busyTimeout: .milliseconds(200))
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { db in
                let owner = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                guard try owner == Schema.applicationID || !db.holds("SELECT 1 FROM sqlite_schema") else {
                    throw StorageError.foreign(path: path)
                }
                try db.standAlone()
            }
        } catch let error as DatabaseError {
            let isBusy = [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
            guard !isBusy, !isHeld else { throw BackupError.inUse(path: path) }
        }
    }

    /// Whether another process has one of SQLite's locks on the file: where that is damaged SQLite does not come to say
    /// so.
    private var isHeld: Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Where they lie: https://sqlite.org/src/file/src/os.h, PENDING_BYTE and what follows it.
        var range = flock()
        (range.l_type, range.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
        (range.l_start, range.l_len) = (0x4000_0000, 512)
        return fcntl(descriptor, F_GETLK, &range) == 0 && range.l_type != Int16(F_UNLCK)
    }

    /// The time in UTC, as it can stand in a file's name.
    private static func stamp(_ now: NumericDate) -> String {
        var (seconds, parts) = (time_t(now), tm())
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
