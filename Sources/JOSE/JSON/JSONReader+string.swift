// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// The string whose opening quote is at the position (RFC 8259 §7).
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        try skipPlainText()
        if bytes[position] == UInt8(ascii: "\"") {
            let text = try text(bytes.span.extracting(start..<position), from: start)
            position += 1
            return text
        }
        return try escapedString(from: start)
    }

    /// The string from `start` on, of which the position is at the first backslash.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var buffer = Array(bytes[start..<position])
        while bytes[position] == UInt8(ascii: "\\") {
            position += 1
            try escape(into: &buffer)
            let next = position
            try skipPlainText()
            buffer.append(contentsOf: bytes[next..<position])
        }
        let text = try text(buffer.span, from: start)
        position += 1
        return text
    }

    /// Moves to the next quote or backslash; there is one, or this throws.
    private mutating func skipPlainText() throws(JSONError) {
        while true {
            switch try peek() {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): return
            case 0..<0x20: throw error(.controlCharacter)
            default: position += 1
            }
        }
    }

    private func text(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> String {
        do throws(UTF8.ValidationError) {
            return String(copying: try UTF8Span(validating: bytes))
        } catch {
            throw JSONError(reason: .notUTF8, offset: start + error.byteOffsets.lowerBound)
        }
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw JSONError(reason: .invalidEscape, offset: position - 1)
        }
    }

    /// The scalar after `\u`, made of one unit of UTF-16 or of a pair.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let start = position
        let unit = try hexadecimals()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let lone = JSONError(reason: .loneSurrogate, offset: start)
        guard unit < 0xDC00, try skip(UInt8(ascii: "\\")), try skip(UInt8(ascii: "u")) else { throw lone }
        let low = try hexadecimals()
        guard (0xDC00...0xDFFF).contains(low) else { throw lone }
        guard let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) else { throw lone }
        return scalar
    }

    private mutating func hexadecimals() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else { throw error(.invalidEscape) }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
