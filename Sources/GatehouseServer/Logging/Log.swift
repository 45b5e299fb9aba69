// SPDX-License-Identifier: Apache-2.0

import Gatehouse
import Logging

/// The log of a process: what is worth a line, what the lines look like, where they go.
struct Log: Sendable {
    /// What lines look like.
    let format: LogLine.Format

    /// Whether journald's prefix stands before each.
    let hasPriority: Bool

    /// The least level that is written, for every copy of this log.
    let threshold: Threshold

    /// Where lines go.
    let sink: any LogSink

    /// What time it is.
    var clock: @Sendable () -> Timestamp = { .now() }

    /// Writes down a request.
    ///
    /// Whatever `record` holds was chosen to be harmless: no token, password or cookie.
    func write(_ record: RequestRecord) {
        let level = record.isMisconfigured ? .error : Self.level(of: record.status)
        guard level >= threshold.level else { return }
        var line = LogLine(format, at: clock(), level, priority: hasPriority)
        line.add("method", record.method)
        line.add("path", record.path, limit: LogLine.longMemberLimit)
        line.add("status", record.status)
        line.add("duration_ms", milliseconds: record.duration)
        if let requirement = record.requirement { line.add("require", requirement, isPlain: false) }
        if let user = record.user { line.add("user", user) }
        line.add("address", record.address)
        line.add("request_id", record.id)
        if let reason = record.reason { line.add("reason", reason, isPlain: false, limit: LogLine.longMemberLimit) }
        sink.take(line.ended())
    }

    /// Our faults are errors; what a client has done wrong is worth a notice.
    private static func level(of status: Int) -> Logger.Level {
        switch status {
        case 500...: .error
        case 400...: .notice
        default: .info
        }
    }
}

/// Where the lines of a log go.
protocol LogSink: Sendable {
    /// Takes a line with its end; never blocks and never fails.
    func take(_ line: [UInt8])
}
