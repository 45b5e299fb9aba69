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

    /// A line with its end has at most so many bytes: PIPE_BUF, which a pipe takes whole, so that the lines of several
    /// processes do not mix.
    static let limit = 4096

    /// No more of a member than this many bytes, as they are written.
    static let memberLimit = 256

    /// The same for one that may be long: a path, a sentence.
    static let longMemberLimit = 2048

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

    /// Adds a member that is text, as much of it as `limit` and what is left of the line allow; a terminal is told the
    /// value alone where `isPlain`.
    mutating func add(_ name: String, _ value: String, isPlain: Bool = true, limit: Int = memberLimit) {
        let room = room(besides: name)
        guard room >= Self.leastRoom else { return }
        begin(name, isPlain)
        guard format == .json else { return bytes.append(clipping: value.printable, to: min(limit, room)) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(escaping: value, to: min(limit, room))
        bytes.append(UInt8(ascii: "\""))
    }

    /// A value for which there is less room than this is left out.
    private static let leastRoom = 32

    /// How many bytes of a value there is room for: what it is written with, and the line's end, take theirs.
    private func room(besides name: String) -> Int {
        Self.limit - bytes.count - min(name.utf8.count * 6, Self.nameLimit) - 16
    }

    /// No more of a name than this, as it is written; ours are short, those of an application's statements may not be.
    private static let nameLimit = 64

    /// Adds a member that is a whole number.
    mutating func add(_ name: String, _ value: Int, isPlain: Bool = true) {
        guard room(besides: name) >= Self.leastRoom else { return }
        begin(name, isPlain)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Adds a duration in milliseconds, to the microsecond.
    mutating func add(_ name: String, milliseconds duration: Duration) {
        guard room(besides: name) >= Self.leastRoom else { return }
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
            bytes.append(escaping: name, to: Self.nameLimit)
            bytes.append(contentsOf: "\":".utf8)
        case .text:
            bytes.append(UInt8(ascii: " "))
            guard !isPlain else { return }
            bytes.append(clipping: name.printable, to: Self.nameLimit)
            bytes.append(UInt8(ascii: "="))
        }
    }
}

extension [UInt8] {
    /// Appends text as it stands within the quotes of a JSON string: quotes, backslashes and control characters
    /// escaped, those of Unicode's second block too, since terminals obey them.
    ///
    /// Of what would be longer than `limit` bytes, the beginning with an ellipsis.
    fileprivate mutating func append(escaping text: String, to limit: Int) {
        guard text.utf8.count > limit || !appendPlain(text) else { return }
        append(text, to: limit) { bytes, scalar in
            switch scalar.value {
            case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, UInt8(scalar.value)])
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default: bytes.append(contentsOf: String(scalar).utf8)
            }
        }
    }

    /// Appends text that needs no escape, which nearly all does, in one go; false, and nothing, where it needs one.
    private mutating func appendPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            for byte in bytes where byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C { return false }
            append(contentsOf: bytes)
            return true
        }
    }

    /// Appends text, or the beginning of one that is longer than `limit` bytes, with an ellipsis.
    fileprivate mutating func append(clipping text: String, to limit: Int) {
        guard text.utf8.count > limit else { return append(contentsOf: text.utf8) }
        append(text, to: limit) { $0.append(contentsOf: String($1).utf8) }
    }

    /// Appends the characters of a text as `write` writes them, in `limit` bytes at most.
    private mutating func append(
        _ text: String, to limit: Int, _ write: (inout [UInt8], Unicode.Scalar) -> Void
    ) {
        let ellipsis = "…".utf8
        let end = count + limit
        var whole = count
        for scalar in text.unicodeScalars {
            write(&self, scalar)
            guard count <= end else {
                removeLast(count - whole)
                return append(contentsOf: ellipsis)
            }
            if count + ellipsis.count <= end { whole = count }
        }
    }
}
