// SPDX-License-Identifier: Apache-2.0

import Basics
import Logging

/// A line for programs: a JSON object (RFC 8259).
struct JSONLine: LogLine, ~Copyable {
    private var bytes = ByteWriter(capacity: 512)

    /// A line that begins with the time and the level; where `isPrefixed`, before them stands what journald reads.
    init(at time: Timestamp, _ level: Logger.Level, isPrefixed: Bool = false) {
        if isPrefixed {
            bytes.append(UInt8(ascii: "<"))
            bytes.append(level.priority)
            bytes.append(UInt8(ascii: ">"))
        }
        bytes.append(#"{"time":""#)
        time.write(to: &bytes)
        bytes.append(#"","level":""#)
        bytes.append(text: level.rawValue)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func add(_ name: MemberName, _ value: String, isPlain: Bool, limit: Int) {
        guard let room = bytes.begin(name.json) else { return }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(escaping: value, to: min(limit, room))
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func add(_ name: MemberName, number: LineNumber) {
        if bytes.begin(name.json) != nil { bytes.append(number) }
    }

    consuming func ended() -> [UInt8] {
        bytes.append("}\n")
        return bytes.bytes()
    }
}

extension ByteWriter {
    /// Appends text as it stands within the quotes of a JSON string: quotes, backslashes and control characters
    /// escaped, those of Unicode's second block too, since terminals obey them.
    ///
    /// Of what would be longer than `limit` bytes, the beginning with an ellipsis.
    mutating func append(escaping text: String, to limit: Int) {
        guard text.utf8.count > limit || !appendUnescaped(text) else { return }
        let ellipsis: StaticString = "…"
        let end = count + limit
        var whole = count
        for scalar in text.unicodeScalars {
            append(escaping: scalar)
            guard count <= end else {
                truncate(to: whole)
                return append(ellipsis)
            }
            if count + ellipsis.utf8CodeUnitCount <= end { whole = count }
        }
    }

    private mutating func append(escaping scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x22, 0x5C:
            append(UInt8(ascii: "\\"))
            append(UInt8(scalar.value))
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
            let digits = String(scalar.value, radix: 16)
            append(text: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)")
        default: append(text: String(scalar))
        }
    }

    /// Appends text that needs no escape, which nearly all does, in one go; false, and nothing, where it needs one.
    private mutating func appendUnescaped(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.isPrintableASCII(except: { $0 == 0x22 || $0 == 0x5C }) else { return false }
            append(bytes)
            return true
        }
    }
}
