// SPDX-License-Identifier: Apache-2.0

import Basics

extension JSON {
    /// The shortest text of the value in UTF-8, its members in order.
    ///
    /// A `Double` that is not finite has no spelling in JSON and is written as `null`.
    public func serialized() -> [UInt8] {
        var text = ByteWriter(capacity: 256)
        write(to: &text)
        return text.bytes()
    }

    private func write(to text: inout ByteWriter) {
        switch self {
        case .null: text.append("null")
        case .bool(let value): text.append(value ? "true" : "false" as StaticString)
        case .integer(let value): text.append(decimal: value)
        case .number(let value): text.append(text: value.isFinite ? value.description : "null")
        case .string(let value): Self.write(value, to: &text)
        case .array(let elements): Self.write(elements, to: &text)
        case .object(let members): Self.write(members, to: &text)
        }
    }

    private static func write(_ elements: [JSON], to text: inout ByteWriter) {
        text.append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            elements[index].write(to: &text)
        }
        text.append(UInt8(ascii: "]"))
    }

    private static func write(_ members: [Member], to text: inout ByteWriter) {
        text.append(UInt8(ascii: "{"))
        for index in members.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            write(members[index].name, to: &text)
            text.append(UInt8(ascii: ":"))
            members[index].value.write(to: &text)
        }
        text.append(UInt8(ascii: "}"))
    }

    private static func write(_ string: String, to text: inout ByteWriter) {
        var string = string
        text.append(UInt8(ascii: "\""))
        string.withUTF8 { bytes in
            // What needs no escape is copied a run at a time.
            var run = 0
            for index in bytes.indices where isEscaped(bytes[index]) {
                text.append(UnsafeBufferPointer(rebasing: bytes[run..<index]))
                text.append(text: escape(of: bytes[index]))
                run = index + 1
            }
            text.append(UnsafeBufferPointer(rebasing: bytes[run...]))
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private static func escape(of byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        default: (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
        }
    }
}
