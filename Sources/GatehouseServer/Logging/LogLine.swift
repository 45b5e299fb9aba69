// SPDX-License-Identifier: Apache-2.0

import Logging

/// One line of the log while it is written: its members in their order, as JSON or as text for a terminal.
struct LogLine {
    /// What lines look like.
    enum Format: Sendable, Equatable {
        /// A JSON object (RFC 8259) for programs.
        case json
        /// Words for whoever sits before the terminal.
        case text
    }

    /// No more of a member than this many bytes: with its fellows it stays under the 4096 that a pipe takes whole.
    static let memberLimit = 1024

    private(set) var bytes: [UInt8]
    private let format: Format

    /// A line that begins with the time and the level; with `priority`, before them stands what journald reads it by.
    init(_ format: Format, at time: Timestamp, _ level: Logger.Level, priority: Bool) {
        self.format = format
        bytes = []
        bytes.reserveCapacity(384)
        if priority { bytes.append(contentsOf: level.priority.utf8) }
        switch format {
        case .json:
            bytes.append(contentsOf: #"{"time":""#.utf8)
            time.write(to: &bytes)
            bytes.append(contentsOf: #"","level":""#.utf8)
            bytes.append(contentsOf: level.rawValue.utf8)
            bytes.append(UInt8(ascii: "\""))
        case .text:
            time.write(to: &bytes)
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: level.column.utf8)
        }
    }

    /// Adds a member that is text; a terminal is told the value alone where `isPlain`.
    mutating func add(_ name: String, _ value: String, isPlain: Bool = true) {
        begin(name, isPlain)
        guard format == .json else {
            bytes.append(contentsOf: value.clipped(to: Self.memberLimit).printable.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(escaping: value.clipped(to: Self.memberLimit))
        bytes.append(UInt8(ascii: "\""))
    }

    /// Adds a member that is a whole number.
    mutating func add(_ name: String, _ value: Int, isPlain: Bool = true) {
        begin(name, isPlain)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Adds a duration in milliseconds, to the microsecond.
    mutating func add(_ name: String, milliseconds duration: Duration) {
        begin(name, true)
        let (seconds, attoseconds) = duration.components
        let microseconds = Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
        bytes.append(contentsOf: String(microseconds / 1000).utf8)
        bytes.append(UInt8(ascii: "."))
        bytes.append(number: microseconds % 1000, digits: 3)
        if format == .text { bytes.append(contentsOf: " ms".utf8) }
    }

    /// Ends the line and returns it.
    consuming func ended() -> [UInt8] {
        if format == .json { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private mutating func begin(_ name: String, _ isPlain: Bool) {
        switch format {
        case .json:
            bytes.append(contentsOf: ",\"".utf8)
            bytes.append(escaping: name)
            bytes.append(contentsOf: "\":".utf8)
        case .text:
            bytes.append(UInt8(ascii: " "))
            if !isPlain { bytes.append(contentsOf: "\(name.printable)=".utf8) }
        }
    }
}

extension [UInt8] {
    /// Appends text as it stands within the quotes of a JSON string: quotes, backslashes and control characters
    /// escaped, those of Unicode's second block too, since terminals obey them.
    fileprivate mutating func append(escaping text: String) {
        guard !appendPlain(text) else { return }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C: append(contentsOf: [0x5C, UInt8(scalar.value)])
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default: append(contentsOf: String(scalar).utf8)
            }
        }
    }
}

extension [UInt8] {
    /// Appends text that needs no escape, which nearly all does, in one go; false, and nothing, where it needs one.
    fileprivate mutating func appendPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            for byte in bytes where byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
            append(contentsOf: bytes)
            return true
        }
    }
}

extension String {
    /// The beginning of a text that is longer than `limit` bytes, with an ellipsis.
    fileprivate func clipped(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var scalars = Substring(self).unicodeScalars
        var excess = utf8.count - limit
        while excess > 0, let last = scalars.popLast() { excess -= UTF8.width(last) }
        return String(scalars) + "…"
    }
}
