// SPDX-License-Identifier: Apache-2.0

import Basics

/// A number in a line, written alike in every form.
enum LineNumber {
    case whole(Int)

    /// In milliseconds, to the microsecond.
    case milliseconds(Duration)
}

extension ByteWriter {
    /// Appends a number in decimal digits.
    @inline(__always)
    mutating func append(_ number: LineNumber) {
        switch number {
        case .whole(let number): append(decimal: Int64(number))
        case .milliseconds(let duration):
            let microseconds = Int(duration.attoseconds / 1_000_000_000_000)
            append(decimal: Int64(microseconds / 1000))
            append(UInt8(ascii: "."))
            append(threeDigits: microseconds % 1000)
        }
    }
}
