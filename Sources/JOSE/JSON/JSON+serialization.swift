// SPDX-License-Identifier: Apache-2.0

extension JSON {
    /// The shortest text of the value in UTF-8, its members in order.
    ///
    /// A `Double` that is not finite has no spelling in JSON and is written as `null`.
    public func serialized() -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(256)
        write(to: &text)
        return text
    }

    private func write(to text: inout [UInt8]) {
        switch self {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): text.append(contentsOf: String(value).utf8)
        case .number(let value): text.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
        case .string(let value): Self.write(value, to: &text)
        case .array(let elements): Self.write(elements, to: &text)
        case .object(let members): Self.write(members, to: &text)
        }
    }

    private static func write(_ elements: [JSON], to text: inout [UInt8]) {
        text.append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            elements[index].write(to: &text)
        }
        text.append(UInt8(ascii: "]"))
    }

    private static func write(_ members: [Member], to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for index in members.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            write(members[index].name, to: &text)
            text.append(UInt8(ascii: ":"))
            members[index].value.write(to: &text)
        }
        text.append(UInt8(ascii: "}"))
    }

    private static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0..<0x20, 0x7F: text.append(contentsOf: escape(of: byte).utf8)
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func escape(of byte: UInt8) -> String {
        switch byte {
        case 0x08: "\\b"
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0C: "\\f"
        case 0x0D: "\\r"
        default: (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
        }
    }
}
