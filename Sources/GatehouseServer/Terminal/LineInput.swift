// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// Lines from a descriptor, read a byte at a time: what comes after the line is left to whoever reads next.
struct LineInput {
    /// The descriptor.
    let descriptor: Int32

    /// What it is, in words that follow "from".
    var name = "standard input"

    /// No line that is wanted here is longer, in bytes; the longest is a token.
    static let limit = 8192

    /// The next line without its end; nil where the input ends before a byte of it.
    ///
    /// - Throws: ``Failure`` where reading fails, or where the line is too long or no UTF-8.
    func line() throws(Failure) -> String? {
        var bytes: [UInt8] = []
        while true {
            guard let byte = try next() else {
                if bytes.isEmpty { return nil }
                break
            }
            if byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
            guard bytes.count <= Self.limit else { throw Failure(.dataError, "the line from \(name) is too long") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.dataError, "what came from \(name) is not UTF-8")
        }
        return text
    }

    private func next() throws(Failure) -> UInt8? {
        var byte: UInt8 = 0
        while true {
            switch read(descriptor, &byte, 1) {
            case 1: return byte
            case 0: return nil
            default:
                guard errno == EINTR else {
                    throw Failure(.ioError, "cannot read from \(name): \(systemMessage(errno))")
                }
            }
        }
    }
}
