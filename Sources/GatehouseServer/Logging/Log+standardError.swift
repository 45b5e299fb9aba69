// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging

extension Log {
    /// The log of a program that has `descriptor` for its standard error: words for a terminal, entries of the journal
    /// where that reads it, else a JSON object a line.
    ///
    /// Where the journal's own socket cannot be reached, it gets JSON by way of standard error. Lines wait until the
    /// queue is started: a start that fails says its one sentence alone.
    static func standardError(
        _ descriptor: Int32 = STDERR_FILENO, of program: String, level: Logger.Level, environment: [String: String],
        journal path: String = "/run/systemd/journal/socket"
    ) -> (Log, LogQueue) {
        let isJournal = leadsToJournal(descriptor, environment["JOURNAL_STREAM"])
        let socket = isJournal ? JournalSocket(at: path) : nil
        let format: LogFormat =
            if socket != nil {
                .journal(program: program)
            } else if isJournal {
                .prefixedJSON
            } else {
                isatty(descriptor) == 1 ? .text : .json
            }
        let queue = LogQueue(to: socket ?? LogPipe(descriptor: descriptor)) { lost in
            format.line(about: LostLines(count: lost), .error)
        }
        return (Log(format: format, threshold: Threshold(level), sink: queue), queue)
    }

    /// Whether the descriptor is the stream that systemd has connected with the journal: `$JOURNAL_STREAM` holds its
    /// device and inode (systemd.exec(5)), and a redirection makes it another.
    static func leadsToJournal(_ descriptor: Int32, _ stream: String?) -> Bool {
        var status = stat()
        guard let stream, fstat(descriptor, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}

/// What has found no room in the queue.
private struct LostLines: LogSubject {
    let count: Int

    func describe(in line: inout some LogLine & ~Copyable) {
        line.add("message", "\(count) lines of the log were lost: nobody has read them in time")
    }
}
