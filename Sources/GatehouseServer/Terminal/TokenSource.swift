// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// Where a token comes from: a file, else the first line of standard input.
struct TokenSource {
    /// The descriptor of standard input.
    let input: Int32

    /// The file, where one was named.
    let path: String?

    /// The token, without what stands around it.
    ///
    /// - Throws: ``Failure``, which never repeats the path: it may be the token, given where everybody can read it.
    func token() throws(Failure) -> String {
        let line = if let path { try line(ofFile: path) } else { try LineInput(descriptor: input).line() }
        // Some editors end lines with a carriage return as well.
        let text = line.map { String($0.prefix { $0 != "\r" }) }
        guard let token = text?.trimmed, !token.isEmpty else { throw Failure(.dataError, "no token came") }
        return token
    }

    /// The first line alone: a pipe may stay open behind it.
    private func line(ofFile path: String) throws(Failure) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno != ENOENT, errno != ENOTDIR else {
                throw Failure(.unavailable, "there is no such file; a token comes from a file or from standard input")
            }
            throw Failure(.unavailable, "cannot read the file: \(systemMessage(errno))")
        }
        defer { close(descriptor) }
        return try LineInput(descriptor: descriptor, name: "the file").line()
    }
}
