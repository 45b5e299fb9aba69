// SPDX-License-Identifier: Apache-2.0

import Basics
import Logging

/// One line of the log while it is written, member after member, in one of the forms of ``LogFormat``.
protocol LogLine: ~Copyable {
    /// Adds a member that is text, as much of it as `limit` and what is left of the line allow; people are told the
    /// value alone where `isPlain`.
    mutating func add(_ name: MemberName, _ value: String, isPlain: Bool, limit: Int)

    /// Adds a member that is a number.
    mutating func add(_ name: MemberName, number: LineNumber)

    /// Ends the line and returns it.
    consuming func ended() -> [UInt8]
}

extension LogLine where Self: ~Copyable {
    /// Adds a member that is a word or two.
    mutating func add(_ name: MemberName, _ value: String, isPlain: Bool = true) {
        add(name, value, isPlain: isPlain, limit: 256)
    }

    /// Adds a member that may be long: a path, a sentence.
    mutating func addLong(_ name: MemberName, _ value: String, isPlain: Bool = true) {
        add(name, value, isPlain: isPlain, limit: 2048)
    }

    /// Adds a member that is a whole number.
    mutating func add(_ name: MemberName, _ value: Int) {
        add(name, number: .whole(value))
    }

    /// Adds a duration in milliseconds, to the microsecond.
    mutating func add(_ name: MemberName, milliseconds duration: Duration) {
        add(name, number: .milliseconds(duration))
    }
}

/// What a line is about.
protocol LogSubject {
    /// Adds the members.
    func describe(in line: inout some LogLine & ~Copyable)
}

/// How long lines are, and how their members begin.
extension ByteWriter {
    /// A line with its end has at most so many bytes: PIPE_BUF, which a pipe takes whole, so that the lines of several
    /// processes do not mix.
    ///
    /// A datagram would take more. An entry of the journal has as many for its fields and as many for its words all the
    /// same: what a client can have written stays small, and `journalctl -o json` gives no field of more.
    static let lineLimit = 4096

    /// How many bytes of a value there is room for behind a name of so many, nil where it is better left out: what it
    /// is written with, and the line's end, take theirs.
    func room(behind name: Int) -> Int? {
        let room = Self.lineLimit - count - name - 16
        return room >= 32 ? room : nil
    }

    /// Begins a member with its name, and says how many bytes of a value there is room for; nil, and nothing is
    /// written, where it is better left out.
    mutating func begin(_ name: [UInt8]) -> Int? {
        guard let room = room(behind: name.count) else { return nil }
        append(contentsOf: name)
        return room
    }
}
