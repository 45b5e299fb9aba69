// SPDX-License-Identifier: Apache-2.0

import Logging

extension Log {
    /// A logger whose statements become lines of this log.
    func logger(_ label: String) -> Logger {
        Logger(label: label) { LineLogHandler(log: self, label: $0) }
    }
}

/// What swift-log calls: the statements of this program, and of an application that uses swift-log, go where the lines
/// of requests go and look like them.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let log: Log
    private let label: String
    private var ownLevel: Logger.Level?

    init(log: Log, label: String) {
        self.log = log
        self.label = label
    }

    /// The log's, whatever that is at the moment, unless the logger was given one of its own.
    var logLevel: Logger.Level {
        get { ownLevel ?? log.threshold.level }
        set { ownLevel = newValue }
    }

    func log(event: LogEvent) {
        var line = LogLine(log.format, at: log.clock(), event.level, priority: log.hasPriority)
        line.add("message", event.message.description, limit: LogLine.longMemberLimit)
        line.add("logger", label, isPlain: false)
        for (name, value) in everything(of: event).sorted(by: { $0.key < $1.key }) {
            line.add(Self.own.contains(name) ? name + "_" : name, value.description, isPlain: false)
        }
        if let error = event.error {
            line.add("error", String(describing: error), isPlain: false, limit: LogLine.longMemberLimit)
        }
        log.sink.take(line.ended())
    }

    /// The members that a line has already: none may come twice (RFC 8259 §4).
    private static let own: Set = ["time", "level", "message", "logger", "error"]

    /// What stands nearest to the statement counts.
    private func everything(of event: LogEvent) -> Logger.Metadata {
        metadata
            .merging(metadataProvider?.get() ?? [:]) { $1 }
            .merging(event.metadata ?? [:]) { $1 }
    }

    subscript(metadataKey name: String) -> Logger.Metadata.Value? {
        get { metadata[name] }
        set { metadata[name] = newValue }
    }
}
