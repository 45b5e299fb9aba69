// SPDX-License-Identifier: Apache-2.0

/// The netstring that holds the headers of an SCGI request, as far as it has arrived: its length in digits, a colon, so
/// many bytes, and a comma (https://cr.yp.to/proto/netstrings.txt).
enum Netstring: Equatable {
    /// Its end is not among the bytes yet.
    case more
    /// It is there, with its content in this range.
    case whole(Range<Int>)
    /// It is longer than is ever kept; this is the beginning of its content, as much as is.
    case long(Range<Int>)

    /// More than 999999999 bytes are no honest length, says its inventor.
    private static let mostDigits = 9

    /// The most bytes that are looked at where the content has this limit: its length and two signs come on top.
    static func reach(limit: Int) -> Int { mostDigits + limit + 2 }

    /// What the bytes at the start of a connection are; asked again with the same and more after ``more``.
    ///
    /// - Throws: ``Server/Drop/malformed(_:)`` as soon as they can be no netstring.
    init(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) throws(Server.Drop) {
        let digits = bytes.prefix(Self.mostDigits + 1).prefix { $0.isDigit }
        guard digits.count <= Self.mostDigits else { throw .malformed("a length of too many digits") }
        guard digits.count < 2 || digits.first != UInt8(ascii: "0") else {
            throw .malformed("a length with a zero before it")
        }
        guard digits.count < bytes.count else {
            self = .more
            return
        }
        guard !digits.isEmpty, bytes[digits.count] == UInt8(ascii: ":") else {
            throw .malformed(bytes[0] == 1 ? "FastCGI, where SCGI is spoken" : "no netstring")
        }
        self = try Self.content(of: bytes, after: digits.count + 1, length: Self.number(digits), limit: limit)
    }

    private static func content(
        of bytes: UnsafeBufferPointer<UInt8>, after start: Int, length: Int, limit: Int
    ) throws(Server.Drop) -> Netstring {
        if length > limit {
            return bytes.count >= start + limit ? .long(start..<start + limit) : .more
        }
        let end = start + length
        guard end < bytes.count else { return .more }
        guard bytes[end] == UInt8(ascii: ",") else { throw .malformed("headers of another length than they say") }
        return .whole(start..<end)
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
