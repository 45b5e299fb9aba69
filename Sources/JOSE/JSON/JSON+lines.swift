// SPDX-License-Identifier: Apache-2.0

extension JSON {
    /// The text of the value in UTF-8 for people to read: one member or element a line, the members in order, and a
    /// newline at the end.
    public func serializedInLines() -> [UInt8] {
        var text: [UInt8] = []
        writeLines(to: &text, margin: 0)
        text.append(UInt8(ascii: "\n"))
        return text
    }

    private func writeLines(to text: inout [UInt8], margin: Int) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            text.append(UInt8(ascii: "["))
            for index in elements.indices {
                Self.startLine(&text, margin: margin + 2, isFirst: index == 0)
                elements[index].writeLines(to: &text, margin: margin + 2)
            }
            Self.startLine(&text, margin: margin, isFirst: true)
            text.append(UInt8(ascii: "]"))
        case .object(let members) where !members.isEmpty:
            text.append(UInt8(ascii: "{"))
            for index in members.indices {
                Self.startLine(&text, margin: margin + 2, isFirst: index == 0)
                text.append(contentsOf: JSON.string(members[index].name).serialized())
                text.append(contentsOf: ": ".utf8)
                members[index].value.writeLines(to: &text, margin: margin + 2)
            }
            Self.startLine(&text, margin: margin, isFirst: true)
            text.append(UInt8(ascii: "}"))
        default: text.append(contentsOf: serialized())
        }
    }

    private static func startLine(_ text: inout [UInt8], margin: Int, isFirst: Bool) {
        text.append(contentsOf: isFirst ? "\n".utf8 : ",\n".utf8)
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: margin))
    }
}
