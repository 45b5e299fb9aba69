// SPDX-License-Identifier: Apache-2.0

import Basics
import Logging

/// An entry of the journal (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/): `MESSAGE` has the words that a terminal would
/// be shown, and each member is a field of its own besides.
///
/// Text is sent with its length before it, so that nothing in it can end it and begin another field.
struct JournalEntry: LogLine, ~Copyable {
    private var fields = ByteWriter(capacity: 1024)
    private var words = TextLine()

    /// An entry of that program, which journald itself would have named had it read standard error.
    init(_ level: Logger.Level, of program: String) {
        fields.append("PRIORITY=")
        fields.append(level.priority)
        fields.append("\nSYSLOG_IDENTIFIER")
        append(value: program)
    }

    mutating func add(_ name: MemberName, _ value: String, isPlain: Bool, limit: Int) {
        words.add(name, value, isPlain: isPlain, limit: limit)
        if let room = fields.begin(name.field) { append(value: value.clipped(to: min(limit, room))) }
    }

    mutating func add(_ name: MemberName, number: LineNumber) {
        words.add(name, number: number)
        guard fields.begin(name.field) != nil else { return }
        fields.append(UInt8(ascii: "="))
        fields.append(number)
        fields.append(UInt8(ascii: "\n"))
    }

    /// Ends the entry and returns it.
    consuming func ended() -> [UInt8] {
        // What is printable has no line end.
        fields.append("MESSAGE=")
        fields.append(words.bytes)
        fields.append(UInt8(ascii: "\n"))
        return fields.bytes()
    }

    private mutating func append(value: String) {
        fields.append(UInt8(ascii: "\n"))
        withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { length in
            fields.append(length.assumingMemoryBound(to: UInt8.self))
        }
        fields.append(text: value)
        fields.append(UInt8(ascii: "\n"))
    }
}
