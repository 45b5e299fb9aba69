// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// The database's file and what stands beside it.
struct DatabaseFile: Sendable {
    /// The one name of the file, free of links: the lock beside it excludes nobody who comes by another name.
    let path: String

    /// The lock file that writers and checkpoints exclude each other by.
    var lockPath: String { path + "-lock" }

    /// Whose the files are.
    let owner: FileOwner

    /// Finds the file that `path` names, whether it is there yet or not.
    init(_ path: String) throws(StorageError) {
        let (folder, name) = Self.split(path)
        guard let folder = Self.resolved(folder) else { throw .folderMissing(path: path) }
        let beside = folder == "/" ? "/" + name : folder + "/" + name
        self.path = Self.resolved(beside) ?? beside
        guard let owner = FileOwner(of: self.path) ?? FileOwner(of: folder) else {
            throw .folderMissing(path: path)
        }
        self.owner = owner
    }

    /// Makes an empty database, which only its owner can read, unless there is a file.
    ///
    /// SQLite gives the files that it adds the owner and the mode of this one. Only a file that did not exist is ever
    /// opened here: to close one that SQLite has open in this process would drop its locks.
    func createIfMissing() throws(StorageError) {
        var status = stat()
        guard stat(path, &status) != 0 else {
            // SQLite takes a file of one byte for an empty one, and would write over it.
            guard status.st_size != 1 else { throw .notADatabase(path: path) }
            // To a file that may only be read SQLite adds others of that mode, which would outlive the mistake.
            for file in [path, path + "-wal", path + "-shm"] where StorageError.isShut(file) {
                throw .notWritable(path: file)
            }
            return
        }
        guard let descriptor = try Self.create(path, owner) else { return }
        close(descriptor)
    }

    /// Whether there is a file, of whatever kind.
    var exists: Bool { access(path, F_OK) == 0 }

    /// Proves that the file system takes changes: it is not mounted read-only, nor full.
    func checkSpace() throws(StorageError) {
        guard let system = FileSystem(of: path) else { throw Self.failure(path) }
        guard !system.isReadOnly else { throw .notWritable(path: path) }
        guard system.free >= Self.leastSpace else { throw .full(path: path) }
    }

    /// Room for some hundred commits, in bytes.
    private static let leastSpace = 1 << 20

    /// Creates the file for `owner` and opens it; nil where it exists.
    static func create(_ path: String, _ owner: FileOwner) throws(StorageError) -> Int32? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return nil }
            throw failure(path)
        }
        // What root makes belongs to whom the database belongs, or the workers would be shut out.
        guard geteuid() != 0 || fchown(descriptor, owner.user, owner.group) == 0 else {
            let error = failure(path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// What `errno` says of an open that has failed.
    static func failure(_ path: String) -> StorageError {
        switch errno {
        case EACCES, EPERM, EROFS: .notWritable(path: path)
        case ENOENT, ENOTDIR: .folderMissing(path: path)
        case ENOSPC, EDQUOT: .full(path: path)
        case let code: .unopenable(path: path, reason: systemMessage(code))
        }
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    /// The path, absolute and free of links; nil where nothing is there.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The same of a file that may be read with the rights that this process has now.
    static func readable(_ path: String) throws(BackupError) -> String {
        guard let resolved = resolved(path), faccessat(AT_FDCWD, resolved, R_OK, AT_EACCESS) == 0 else {
            throw errno == EACCES ? .unreadable(path: path, user: geteuid()) : .missing(path: path)
        }
        return resolved
    }
}
