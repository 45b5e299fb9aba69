// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// The number at the position (RFC 8259 §6).
    mutating func number() throws(JSONError) -> JSON {
        let start = position
        let isNegative = try skip(UInt8(ascii: "-"))
        let integer = try integer(isNegative: isNegative)
        let isWhole = try skipFractionAndExponent()
        // `-0` is no integer: written back it would lose its sign.
        if isWhole, let integer, !(isNegative && integer == 0) { return .integer(integer) }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw JSONError(reason: .numberOutOfRange, offset: start)
        }
        return .number(value)
    }

    /// The digits before the point; nil where 64 bits do not hold them.
    private mutating func integer(isNegative: Bool) throws(JSONError) -> Int64? {
        let start = position
        var value: Int64? = 0
        while let digit = digit() {
            let tens = value?.multipliedReportingOverflow(by: 10)
            let sum =
                isNegative
                ? tens?.partialValue.subtractingReportingOverflow(digit)
                : tens?.partialValue.addingReportingOverflow(digit)
            value = tens?.overflow == false && sum?.overflow == false ? sum?.partialValue : nil
            position += 1
        }
        guard position > start else { throw try missing() }
        guard bytes[start] != UInt8(ascii: "0") || position == start + 1 else {
            throw JSONError(reason: .unexpectedByte, offset: start)
        }
        return value
    }

    /// Passes what may follow the digits; true where nothing did.
    private mutating func skipFractionAndExponent() throws(JSONError) -> Bool {
        let start = position
        if next == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        return position == start
    }

    private mutating func skipDigits() throws(JSONError) {
        let start = position
        while digit() != nil { position += 1 }
        guard position > start else { throw try missing() }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func digit() -> Int64? {
        guard let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        return Int64(byte - UInt8(ascii: "0"))
    }

    /// The complaint about what stands where a digit should: another byte, or nothing.
    private func missing() throws(JSONError) -> JSONError {
        _ = try peek()
        return error(.unexpectedByte)
    }
}
