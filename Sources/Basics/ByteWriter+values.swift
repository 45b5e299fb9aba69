// SPDX-License-Identifier: Apache-2.0

extension ByteWriter {
    /// Writes a literal.
    @inlinable public mutating func append(_ literal: StaticString) {
        append(literal.bytes)
    }

    /// Writes a text in UTF-8.
    @inlinable public mutating func append(text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Writes bytes.
    @inlinable public mutating func append(contentsOf bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    /// Writes what another has written.
    @inlinable public mutating func append(_ other: borrowing ByteWriter) {
        append(UnsafeBufferPointer(start: other.start, count: other.written))
    }

    /// Writes a whole number in decimal digits.
    public mutating func append(decimal number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (rest, first) = (number.magnitude, digits.count)
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(UnsafeBufferPointer(rebasing: digits[first...]))
        }
    }
}

extension StaticString {
    /// The bytes of a literal in UTF-8, which lie in the program itself.
    @inlinable public var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}
