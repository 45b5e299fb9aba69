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
        log.write(Statement(event: event, label: label, metadata: everything(of: event)), event.level)
    }

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

/// What a program says by swift-log.
private struct Statement: LogSubject {
    let event: LogEvent
    let label: String
    let metadata: Logger.Metadata

    func describe(in line: inout some LogLine & ~Copyable) {
        line.addLong("message", event.message.description)
        line.add("logger", label, isPlain: false)
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line.add(Self.memberName(name), value.description, isPlain: false)
        }
        if let error = event.error { line.addLong("error", String(describing: error), isPlain: false) }
    }

    /// The name, with a `_` where the line has such a member already: none may come twice (RFC 8259 §4).
    private static func memberName(_ name: String) -> MemberName {
        let member = MemberName(name)
        return own.contains(member.field) ? MemberName(name + "_") : member
    }

    /// The members that a line has already, as the journal spells them: to it `Message` is the same.
    private static let own = Set(["time", "level", "message", "logger", "error"].map { MemberName($0).field })
}
