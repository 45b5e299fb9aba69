// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Name-value pairs as FastCGI encodes them (FastCGI Specification 1.0 §3.4), one after the other.
struct NameValuePairs {
    /// Whether a length reaches beyond the end; there is no pair after that.
    private(set) var isBroken = false

    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    /// The pairs of a whole stream.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Where the next pair lies; nil at the end.
    mutating func next() -> Environment.Place? {
        guard offset < bytes.count else { return nil }
        guard let name = length(), let value = length(), name <= bytes.count - offset,
            value <= bytes.count - offset - name
        else {
            isBroken = true
            offset = bytes.count
            return nil
        }
        defer { offset += name + value }
        return Environment.Place(from: offset, name: name, value: value)
    }

    /// One byte below 128, else four of which the first bit is no part.
    @inline(__always)
    private mutating func length() -> Int? {
        guard offset < bytes.count else { return nil }
        guard bytes[offset] & 0x80 != 0 else {
            offset += 1
            return Int(bytes[offset - 1])
        }
        guard bytes.count - offset >= 4 else { return nil }
        offset += 4
        return Int(bytes[offset - 4] & 0x7f) << 24 | Int(bytes[offset - 3]) << 16 | Int(bytes[offset - 2]) << 8
            | Int(bytes[offset - 1])
    }
}

extension Environment.Assembly {
    /// The variables of a whole stream of pairs; nil where they are none, or are such that libfcgi would read others.
    ///
    /// Its strings are C's: it reads the name `REMOTE_USER=x` as the variable REMOTE_USER, and cuts at a NUL.
    init?(stream: [UInt8]) {
        self.init(in: stream)
        let isRead = stream.withUnsafeBufferPointer { bytes in
            var pairs = NameValuePairs(UnsafeRawBufferPointer(bytes))
            while let place = pairs.next() {
                let name = place.name(in: bytes)
                let variable = Environment.Variable(name)
                guard variable != nil || name.isCName, !place.value(in: bytes).hasNUL else { return false }
                add(variable, at: place)
            }
            return !pairs.isBroken
        }
        guard isRead else { return nil }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A sum without a way out of it is made of many bytes at a time.
    fileprivate var isCName: Bool {
        reduce(0 as UInt8) { $0 | (($1 == 0 ? 1 : 0) | ($1 == UInt8(ascii: "=") ? 1 : 0)) } == 0
    }

    fileprivate var hasNUL: Bool {
        guard let baseAddress else { return false }
        return memchr(baseAddress, 0, count) != nil
    }
}
