// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth
import Glibc
import JOSE
import SQLiteStorage

/// `audit`: what was done, by whom, to whom, from where, with what result.
struct ShowAudit<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "audit", abstract: "Show what was done, by whom and from where.")
    }

    @Option(help: ArgumentHelp("Only what this user did, or what was done to them.", valueName: "name"))
    var user: String?

    @Option(
        help: ArgumentHelp("Only what is no older: \(TimeSpecification.allowed)."), transform: TimeSpecification.init)
    var since: TimeSpecification?

    @Flag(help: "Go on as more is done, until interrupted.")
    var follow = false

    @Flag(help: "Print a JSON object a line.")
    var json = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try Desk(file, of: Application.name, in: host)
        var question = AuditQuestion(user: user, since: since?.seconds(at: host.clock()), limit: 500)
        while true {
            let page = try desk.store.audit(question)
            try host.write(page.map(json ? Self.object : Self.line).joined())
            question.after = page.last?.id ?? question.after
            guard page.count < question.limit else { continue }
            guard follow else { return }
            usleep(500_000)
        }
    }

    private static func object(_ record: AuditRecord) -> String {
        String(decoding: record.json.serialized(), as: UTF8.self) + "\n"
    }

    private static func line(_ record: AuditRecord) -> String {
        let time = Timestamp.text(ofSecond: record.at)
        let deed = "\(record.action.padded(to: 15)) \(record.result.padded(to: 8))"
        let people = "\(record.actor ?? "-") -> \(record.subject ?? "-")"
        let times = record.count == 1 ? nil : "\(record.count) until \(Timestamp.text(ofSecond: record.lastAt))"
        let rest = [record.detail, times].compactMap { $0 }.map { "(\($0))" }
        return ([time, deed, people, record.address] + rest).joined(separator: "  ").printable + "\n"
    }
}

/// A time at the command line: so long ago, or a moment in UTC.
struct TimeSpecification: Equatable {
    private let isAgo: Bool
    private let number: Int64

    /// What it may look like.
    static let allowed = "90s, 30m, 12h or 7d, or a day or time in UTC such as 2026-11-25 or 2026-11-25T22:00:00Z"

    /// Reads an argument.
    ///
    /// - Throws: `ValidationError` with what it may look like.
    init(_ argument: String) throws {
        if let ago = Self.duration(argument) {
            (isAgo, number) = (true, ago)
        } else if let moment = Self.moment(argument) {
            (isAgo, number) = (false, moment)
        } else {
            throw ValidationError("it must be \(Self.allowed)")
        }
    }

    /// The moment, in seconds since 1970.
    func seconds(at now: Int64) -> Int64 { isAgo ? now - number : number }

    /// The thirtieth of February would be the second of March, and a minute of 75 one of the next hour, if what was
    /// read did not have to be written alike; and the audit has no time in another zone.
    private static func moment(_ text: String) -> Int64? {
        guard let second = Timestamp.seconds(of: text) else { return nil }
        return [text, text + "T00:00:00Z"].contains(Timestamp.text(ofSecond: second)) ? second : nil
    }

    private static func duration(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (0...1_000_000_000).contains(count)
        else { return nil }
        return count * unit
    }
}
