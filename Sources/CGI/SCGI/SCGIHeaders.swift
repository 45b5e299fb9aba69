// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The headers of an SCGI request (https://python.ca/scgi/protocol.txt): names and values, a NUL after each.
///
/// CONTENT_LENGTH is the first of them and SCGI, which is `1`, among them: what has not both is no SCGI and gets no
/// answer. Names are not empty, and hold no `=` any more than over FastCGI.
struct SCGIHeaders {
    /// The variables.
    let environment: Environment
    /// Why a request that has them is refused, if it is.
    let refusal: Refusal?
    /// CONTENT_LENGTH, nil where it is no number.
    let contentLength: Int?
    /// Whether they are all there, rather than too many.
    let isWhole: Bool

    /// Reads the content of a netstring, or of the beginning of one that is too long.
    ///
    /// - Throws: ``Server/Drop/malformed(_:)``.
    init(_ content: UnsafeBufferPointer<UInt8>, isWhole: Bool) throws(Server.Drop) {
        let (environment, refusal) = try Self.read(content, isWhole: isWhole)
        if isWhole { try Self.checkVersion(environment) }
        let contentLength = Self.contentLength(environment)
        let isMeasured = contentLength != nil || environment.isCheck
        self.environment = environment
        self.contentLength = contentLength
        self.isWhole = isWhole
        self.refusal = isWhole ? refusal ?? (isMeasured ? nil : .lengthMismatch) : .environmentTooLarge
    }

    private static func read(
        _ content: UnsafeBufferPointer<UInt8>, isWhole: Bool
    ) throws(Server.Drop) -> (Environment, Refusal?) {
        guard content.starts(with: "CONTENT_LENGTH\0".utf8) else {
            throw .malformed("headers that do not begin with CONTENT_LENGTH")
        }
        var assembly = Environment.Assembly()
        var rest = content
        while !rest.isEmpty {
            guard let name = rest.takeString(), let value = rest.takeString() else {
                if isWhole { throw .malformed("a header without its end") }
                break
            }
            guard !name.isEmpty, !name.contains(UInt8(ascii: "=")) else {
                throw .malformed("a header whose name is empty or has an equals sign")
            }
            assembly.append(name: name, value: value)
        }
        return assembly.finish()
    }

    private static func checkVersion(_ environment: Environment) throws(Server.Drop) {
        guard let version = environment.bytes(of: "SCGI") else { throw .malformed("headers without SCGI") }
        guard version.elementsEqual("1".utf8) else { throw .malformed("another SCGI than 1") }
    }

    /// It is sent where there is no body, too: then it is 0, never empty.
    private static func contentLength(_ environment: Environment) -> Int? {
        guard let digits = environment.bytes(of: "CONTENT_LENGTH"), !digits.isEmpty else { return nil }
        return Request.length(digits)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Takes the bytes before the next NUL off its beginning, and the NUL; nil where there is none.
    fileprivate mutating func takeString() -> Self? {
        guard let start = baseAddress, let end = memchr(start, 0, count) else { return nil }
        let length = UnsafeRawPointer(end) - UnsafeRawPointer(start)
        defer { self = Self(rebasing: self[(length + 1)...]) }
        return Self(rebasing: self[..<length])
    }
}
