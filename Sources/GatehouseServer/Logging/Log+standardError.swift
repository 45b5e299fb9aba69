// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging

extension Log {
    /// The log on standard error: words for a terminal, else a JSON object a line, behind journald's prefix where
    /// journald reads.
    ///
    /// Lines wait until the queue is started: a start that fails says its one sentence alone.
    static func standardError(level: Logger.Level, environment: [String: String]) -> (Log, LogQueue) {
        let format: LogFormat =
            if leadsToJournal(STDERR_FILENO, environment["JOURNAL_STREAM"]) {
                .prefixedJSON
            } else {
                isatty(STDERR_FILENO) == 1 ? .text : .json
            }
        let queue = LogQueue(to: LogPipe(descriptor: STDERR_FILENO)) { lost in
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
