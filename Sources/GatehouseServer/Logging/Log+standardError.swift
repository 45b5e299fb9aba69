// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging

extension Log {
    /// The log on standard error: words for a terminal, else a JSON object a line, behind journald's prefix where
    /// journald reads.
    ///
    /// Lines wait until the pipe is started: a start that fails says its one sentence alone.
    static func standardError(level: Logger.Level, environment: [String: String]) -> (Log, LogPipe) {
        let format = isatty(STDERR_FILENO) == 1 ? LogLine.Format.text : .json
        let isJournal = leadsToJournal(STDERR_FILENO, environment["JOURNAL_STREAM"])
        let pipe = LogPipe(descriptor: STDERR_FILENO) { lost in
            var line = LogLine(format, at: .now(), .error, priority: isJournal)
            line.add("message", "\(lost) lines of the log were lost: nobody has read them in time")
            return line.ended()
        }
        return (Log(format: format, hasPriority: isJournal, threshold: Threshold(level), sink: pipe), pipe)
    }

    /// Whether the descriptor is the stream that systemd has connected with the journal: `$JOURNAL_STREAM` holds its
    /// device and inode (systemd.exec(5)), and a redirection makes it another.
    static func leadsToJournal(_ descriptor: Int32, _ stream: String?) -> Bool {
        var status = stat()
        guard let stream, fstat(descriptor, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}
