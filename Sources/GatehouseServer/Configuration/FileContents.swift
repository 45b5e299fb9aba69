// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// The system's reason for not reading a file, or that the file is too large.
struct FileError: Error, Equatable, CustomStringConvertible {
    /// The error number.
    let number: Int32

    /// How large it may be, in bytes, where that is the reason.
    var limit: Int?

    /// The words for it.
    var description: String { limit.map { "it has more than \($0) bytes" } ?? systemMessage(number) }
}

/// The bytes of a file, no more than `limit` since devices and pipes need have no end; nil where there is none of that
/// name.
func contents(ofFile path: String, limit: Int = 64 << 20) throws(FileError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw FileError(number: errno)
    }
    defer { close(descriptor) }
    let bytes = try contents(of: descriptor, limit: limit + 1)
    guard bytes.count <= limit else { throw FileError(number: EFBIG, limit: limit) }
    return bytes
}

/// The bytes of a file that there must be.
///
/// - Throws: ``Failure`` of that status, with the file's name, where there is none or it cannot be read.
func contents(ofFile path: String, orFail status: ExitStatus) throws(Failure) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(FileError) {
        bytes = try contents(ofFile: path)
    } catch {
        throw Failure(status, "cannot read \(path.printable): \(error)")
    }
    guard let bytes else { throw Failure(status, "there is no file \(path.printable)") }
    return bytes
}

/// The first bytes of a regular file; none of anything else, which may be readable only once.
func beginning(ofFile path: String, count: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    return Array(((try? contents(of: descriptor, limit: count)) ?? []).prefix(count))
}

/// The bytes from here to the end of an open file, or so many of them.
func contents(of descriptor: Int32, limit: Int = .max) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count < limit {
        let count = Glibc.read(descriptor, &chunk, chunk.count)
        if count == 0 { break }
        if count > 0 { bytes.append(contentsOf: chunk.prefix(count)) }
        if count < 0, errno != EINTR { throw FileError(number: errno) }
    }
    return bytes
}
