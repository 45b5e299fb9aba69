// SPDX-License-Identifier: Apache-2.0

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
        guard let token = line?.trimmed, !token.isEmpty else { throw Failure(.dataError, "no token came") }
        return token
    }

    private func line(ofFile path: String) throws(Failure) -> String? {
        let bytes: [UInt8]?
        do throws(FileError) {
            bytes = try contents(ofFile: path)
        } catch {
            throw Failure(.unavailable, "cannot read the file: \(error)")
        }
        guard let bytes else {
            throw Failure(.unavailable, "there is no such file; a token comes from a file or from standard input")
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(validating: line, as: UTF8.self)
    }
}
