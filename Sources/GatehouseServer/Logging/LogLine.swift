// SPDX-License-Identifier: Apache-2.0

import Bytes
import Logging

/// One line of the log while it is written: its members in their order, as JSON or as text for a terminal.
struct LogLine: ~Copyable {
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

    private var bytes = ByteWriter(capacity: 512)
    private let format: Format

    /// A line that begins with the time and the level; with `priority`, before them stands what journald reads it by.
    init(_ format: Format, at time: Timestamp, _ level: Logger.Level, priority: Bool) {
        self.format = format
        if priority { bytes.append(text: level.priority) }
        switch format {
        case .json:
            bytes.append(#"{"time":""#)
            time.write(to: &bytes)
            bytes.append(#"","level":""#)
            bytes.append(text: level.rawValue)
            bytes.append(UInt8(ascii: "\""))
        case .text:
            time.write(to: &bytes)
            bytes.append(UInt8(ascii: " "))
            bytes.append(text: level.column)
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
        bytes.append(decimal: Int64(value))
    }

    /// Adds a duration in milliseconds, to the microsecond.
    mutating func add(_ name: String, milliseconds duration: Duration) {
        guard room(besides: name) >= Self.leastRoom else { return }
        begin(name, true)
        let microseconds = Int(duration.attoseconds / 1_000_000_000_000)
        bytes.append(decimal: Int64(microseconds / 1000))
        bytes.append(UInt8(ascii: "."))
        bytes.append(threeDigits: microseconds % 1000)
        if format == .text { bytes.append(" ms") }
    }

    /// Ends the line and returns it.
    consuming func ended() -> [UInt8] {
        if format == .json { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: "\n"))
        return bytes.bytes()
    }

    private mutating func begin(_ name: String, _ isPlain: Bool) {
        switch format {
        case .json:
            bytes.append(",\"")
            bytes.append(escaping: name, to: Self.nameLimit)
            bytes.append("\":")
        case .text:
            bytes.append(UInt8(ascii: " "))
            guard !isPlain else { return }
            bytes.append(clipping: name.printable, to: Self.nameLimit)
            bytes.append(UInt8(ascii: "="))
        }
    }
}

extension ByteWriter {
    /// Appends text as it stands within the quotes of a JSON string: quotes, backslashes and control characters
    /// escaped, those of Unicode's second block too, since terminals obey them.
    ///
    /// Of what would be longer than `limit` bytes, the beginning with an ellipsis.
    fileprivate mutating func append(escaping text: String, to limit: Int) {
        guard text.utf8.count > limit || !appendPlain(text) else { return }
        append(text, to: limit) { bytes, scalar in
            switch scalar.value {
            case 0x22, 0x5C:
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(UInt8(scalar.value))
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                bytes.append(text: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)")
            default: bytes.append(text: String(scalar))
            }
        }
    }

    /// Appends text that needs no escape, which nearly all does, in one go; false, and nothing, where it needs one.
    private mutating func appendPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            // A sum without a way out of it is made of many bytes at a time.
            let others = bytes.reduce(0 as UInt8) {
                $0 | (($1 &- 0x20 >= 0x5F ? 1 : 0) | ($1 == 0x22 ? 1 : 0) | ($1 == 0x5C ? 1 : 0))
            }
            if others == 0 { append(bytes) }
            return others == 0
        }
    }

    /// Appends text, or the beginning of one that is longer than `limit` bytes, with an ellipsis.
    fileprivate mutating func append(clipping text: String, to limit: Int) {
        guard text.utf8.count > limit else { return append(text: text) }
        append(text, to: limit) { $0.append(text: String($1)) }
    }

    /// Appends the characters of a text as `write` writes them, in `limit` bytes at most.
    private mutating func append(
        _ text: String, to limit: Int, _ write: (inout ByteWriter, Unicode.Scalar) -> Void
    ) {
        let ellipsis: StaticString = "…"
        let end = count + limit
        var whole = count
        for scalar in text.unicodeScalars {
            write(&self, scalar)
            guard count <= end else {
                truncate(to: whole)
                return append(ellipsis)
            }
            if count + ellipsis.utf8CodeUnitCount <= end { whole = count }
        }
    }
}
