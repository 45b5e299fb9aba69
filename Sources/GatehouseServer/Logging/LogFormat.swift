// SPDX-License-Identifier: Apache-2.0

import Logging

/// What the lines of a log look like.
enum LogFormat: Sendable, Equatable {
    /// A JSON object (RFC 8259) for programs.
    case json

    /// The same behind the prefix by which journald knows how grave a line is (sd-daemon(3)).
    case prefixedJSON

    /// Words for whoever sits before the terminal.
    case text

    /// An entry of the journal's own, with the name of the program that it is from.
    case journal(program: String)

    /// A line of this format.
    func line(
        about subject: some LogSubject, _ level: Logger.Level, clock: () -> Timestamp = Timestamp.now
    ) -> [UInt8] {
        switch self {
        case .json: finish(JSONLine(at: clock(), level), about: subject)
        case .prefixedJSON: finish(JSONLine(at: clock(), level, isPrefixed: true), about: subject)
        case .text: finish(TextLine(at: clock(), level), about: subject)
        // journald notes the time itself.
        case .journal(let program): finish(JournalEntry(level, of: program), about: subject)
        }
    }

    private func finish(_ line: consuming some LogLine & ~Copyable, about subject: some LogSubject) -> [UInt8] {
        subject.describe(in: &line)
        return line.ended()
    }
}
