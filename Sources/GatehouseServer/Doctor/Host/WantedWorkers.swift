// SPDX-License-Identifier: Apache-2.0

/// How many workers systemd is to keep, as the last line `WORKERS=` of `/etc/default/NAME` says it.
///
/// The generator of the units makes as many: both read the line in the same way, and no file like one without a line.
struct WantedWorkers: Sendable, Equatable {
    /// The line, or where there is none the file.
    let place: Place

    /// The value, without the blanks around it and one pair of quotes around that; empty where there is none.
    let text: String

    /// Reads the bytes of the file at the path.
    init(_ bytes: [UInt8], path: String) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let values = lines.enumerated().compactMap { index, line in
            Self.value(of: line).map { (line: index + 1, text: $0) }
        }
        place = Place(path: path, line: values.last?.line)
        text = values.last.map { String(decoding: $0.text, as: UTF8.self) } ?? ""
    }

    /// How many there are to be; nil where the value is written as it is not read.
    var count: Int? {
        if text.isEmpty { return Self.standard }
        guard text.utf8.count <= 2, text.first != "0", text.utf8.allSatisfy(Self.isDigit) else { return nil }
        return Int(text)
    }

    /// How many there are where nothing else is said, or nothing that is read.
    static let standard = 2
}

extension WantedWorkers {
    private static func value(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let line = trimmed(line)
        guard line.starts(with: "WORKERS".utf8) else { return nil }
        let rest = trimmed(line.dropFirst("WORKERS".utf8.count))
        guard rest.first == UInt8(ascii: "=") else { return nil }
        return unquoted(trimmed(rest.dropFirst()))
    }

    private static func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.count >= 2, let quote = text.first, quote == text.last, "\"'".utf8.contains(quote) else {
            return text
        }
        return text.dropFirst().dropLast()
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = text.drop(while: isBlank)
        return rest[..<(rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? rest.startIndex)]
    }

    /// What isspace(3) has within a line.
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
