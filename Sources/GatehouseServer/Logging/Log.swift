// SPDX-License-Identifier: Apache-2.0

import Gatehouse
import Logging

/// The log of a process: what is worth a line, what the lines look like, where they go.
struct Log: Sendable {
    /// What lines look like.
    let format: LogFormat

    /// The least level that is written, for every copy of this log.
    let threshold: Threshold

    /// Where lines go.
    let sink: any LogSink

    /// What time it is.
    var clock: @Sendable () -> Timestamp = { .now() }

    /// Writes down a request.
    func write(_ record: RequestRecord) {
        let level = record.isMisconfigured ? .error : Self.level(of: record.status)
        guard level >= threshold.level else { return }
        write(record, level)
    }

    /// Writes down what it is about, whatever the level.
    func write(_ subject: some LogSubject, _ level: Logger.Level) {
        sink.take(format.line(about: subject, level, clock: clock))
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

/// Whatever a record holds was chosen to be harmless: no token, password or cookie.
extension RequestRecord: LogSubject {
    func describe(in line: inout some LogLine & ~Copyable) {
        line.add(.method, method)
        line.addLong(.path, path)
        line.add(.status, status)
        line.add(.duration, milliseconds: duration)
        if let requirement { line.add(.require, requirement, isPlain: false) }
        if let user { line.add(.user, user) }
        line.add(.address, address)
        line.add(.requestID, id)
        if let reason { line.addLong(.reason, reason, isPlain: false) }
    }
}

extension MemberName {
    fileprivate static let method = MemberName("method")
    fileprivate static let path = MemberName("path")
    fileprivate static let status = MemberName("status")
    fileprivate static let duration = MemberName("duration_ms")
    fileprivate static let require = MemberName("require")
    fileprivate static let user = MemberName("user")
    fileprivate static let address = MemberName("address")
    fileprivate static let requestID = MemberName("request_id")
    fileprivate static let reason = MemberName("reason")
}

/// Where the lines of a log go.
protocol LogSink: Sendable {
    /// Takes a line; never blocks and never fails.
    func take(_ line: [UInt8])
}
