// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc

/// The system's reason for not reading a file.
struct FileError: Error, Equatable, CustomStringConvertible {
    /// The error number.
    let number: Int32

    /// The system's words for it.
    var description: String { systemMessage(number) }
}

/// The bytes of a file; nil where there is none of that name.
func contents(ofFile path: String) throws(FileError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw FileError(number: errno)
    }
    defer { close(descriptor) }
    return try contents(of: descriptor)
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
