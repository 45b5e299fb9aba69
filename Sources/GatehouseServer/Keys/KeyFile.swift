// SPDX-License-Identifier: Apache-2.0

import Glibc
import JOSE

/// A file with a JWK set whose keys have a status; it is its owner's alone, since whoever reads it can sign.
struct KeyFile: Sendable, Equatable {
    /// The path; a relative one is meant from the working directory.
    let path: String

    /// Sets of a hundred RSA keys are smaller; what is larger is another file.
    static let sizeLimit = 1 << 20

    /// The bytes of the file.
    ///
    /// - Throws: ``KeyFileError`` for all but those of a regular file that only its owner can read and change.
    func bytes() throws(KeyFileError) -> [UInt8] {
        try Self.bytes(of: open(path, Self.mode))
    }

    /// The same of what has that name in the folder and is no link.
    static func bytes(of name: String, in folder: Int32) throws(KeyFileError) -> [UInt8] {
        try bytes(of: openat(folder, name, mode | O_NOFOLLOW))
    }

    /// Without O_NONBLOCK a pipe in the file's place would hold everybody up.
    private static let mode = O_RDONLY | O_NONBLOCK | O_CLOEXEC

    private static func bytes(of descriptor: Int32) throws(KeyFileError) -> [UInt8] {
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(FileError(number: errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(FileError(number: errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_mode & 0o077 == 0 else { throw .exposed(mode: status.st_mode & 0o777) }
        return try read(descriptor)
    }

    private static func read(_ descriptor: Int32) throws(KeyFileError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try contents(of: descriptor, limit: sizeLimit + 1)
        } catch {
            throw .unreadable(error)
        }
        guard bytes.count <= sizeLimit else { throw .tooLarge }
        return bytes
    }

    /// The set that the bytes spell.
    static func set(_ bytes: [UInt8]) throws(KeyFileError) -> KeySet {
        do throws(KeySetError) {
            return try KeySet(parsing: bytes)
        } catch {
            throw .invalid(error)
        }
    }
}
