// SPDX-License-Identifier: Apache-2.0

import Basics
import Logging

/// A line for people: words with nothing in them that a terminal would obey.
struct TextLine: LogLine, ~Copyable {
    /// What is written.
    private(set) var bytes = ByteWriter(capacity: 512)

    /// Words alone.
    init() {}

    /// A line that begins with the time and the level.
    init(at time: Timestamp, _ level: Logger.Level) {
        time.write(to: &bytes)
        bytes.append(UInt8(ascii: " "))
        bytes.append(text: level.column)
    }

    mutating func add(_ name: MemberName, _ value: String, isPlain: Bool, limit: Int) {
        guard let room = begin(name, isPlain) else { return }
        bytes.append(text: value.printable.clipped(to: min(limit, room)))
    }

    mutating func add(_ name: MemberName, number: LineNumber) {
        guard begin(name, true) != nil else { return }
        bytes.append(number)
        if case .milliseconds = number { bytes.append(" ms") }
    }

    consuming func ended() -> [UInt8] {
        bytes.append(UInt8(ascii: "\n"))
        return bytes.bytes()
    }

    @inline(__always)
    private mutating func begin(_ name: MemberName, _ isPlain: Bool) -> Int? {
        guard let room = bytes.room(behind: name.words.count) else { return nil }
        if bytes.count > 0 { bytes.append(UInt8(ascii: " ")) }
        if !isPlain { bytes.append(contentsOf: name.words) }
        return room
    }
}

extension String {
    /// The text, or of one that is longer than `limit` bytes the beginning with an ellipsis.
    func clipped(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let ellipsis = "…"
        let end = utf8.index(startIndex, offsetBy: max(0, limit - ellipsis.utf8.count))
        // An index within a character's bytes counts as the character's.
        return String(unicodeScalars[..<end]) + ellipsis
    }
}
