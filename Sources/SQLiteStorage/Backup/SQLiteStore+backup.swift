// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc
import JOSE

extension SQLiteStore {
    /// Writes a copy of the database to `target`, while others go on reading and writing, and says what is in it.
    ///
    /// The copy is examined, belongs to the owner of the database with mode 0600, and is on the disk before it takes
    /// the name, and with it the place of a former backup of this database. One of another is left alone: where that is
    /// lost, it may be all that is left of it.
    ///
    /// - Throws: ``BackupError``, and then nothing was written there; ``StorageError``.
    public func backUp(to target: String, by author: Author, at now: NumericDate) throws -> Holdings {
        guard Self.mayReplace(target, beside: writer.file) else { throw BackupError.taken(path: target) }
        let draft = try Draft(of: target, for: writer.file.owner)
        defer { draft.discard() }
        let holdings = try draft.fill(from: path, at: now)
        if let former = Self.lineage(ofBackup: target), try former.name != readers.read({ try $0.lineage().name }) {
            throw BackupError.ofAnother(path: target)
        }
        try draft.publish()
        try writer.write { try $0.record(AuditEntry(.backUp, by: author, detail: "to \(target)"), at: now) }
        return holdings
    }

    /// Which database the backup at the path is one of; nil where it is none, or too old to say so, or damaged.
    static func lineage(ofBackup path: String) -> Lineage? {
        guard Schema.marks(fileAt: path), let reader = try? Connection.reader(path, busyTimeout: .zero) else {
            return nil
        }
        defer { try? reader.close() }
        return try? reader.read { try $0.lineage() }
    }

    /// Whether nothing is at the path but perhaps an empty file, or a database of ours that nobody serves.
    private static func mayReplace(_ path: String, beside file: DatabaseFile) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return true }
        guard status.st_mode & S_IFMT == S_IFREG, DatabaseFile.resolved(path) != file.path,
            !["-wal", "-lock"].contains(where: { access(path + $0, F_OK) == 0 })
        else { return false }
        return status.st_size == 0 || Schema.marks(fileAt: path)
    }
}

extension Schema {
    /// Whether the header of the file says that it is a database of ours, and one that stands alone: to read one that
    /// has a WAL would leave files beside it (<https://sqlite.org/fileformat2.html>, §1.3).
    fileprivate static func marks(fileAt path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        guard read(descriptor, &header, header.count) == header.count else { return false }
        let number = header[68..<72].reduce(0) { $0 << 8 | Int32($1) }
        let standsAlone = header[18..<20].allSatisfy { $0 == 1 }
        return header.starts(with: Array("SQLite format 3\0".utf8)) && standsAlone && number == applicationID
    }
}
