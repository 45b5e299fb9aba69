// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc

/// `status`: how the workers and the database are doing at this moment.
struct ShowStatus<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status", abstract: "Show how the workers and the database are doing.",
            discussion: """
                Each worker answers for itself, also when all of its threads are busy. Nothing is written. Ends with \
                code 69 where something is amiss.
                """)
    }

    @Flag(help: "How it is written.")
    var style: Style = .table

    @OptionGroup var file: FileOption

    /// How the status is written.
    enum Style: EnumerableFlag {
        case table, json, metrics, http

        static func help(for value: Self) -> ArgumentHelp? {
            switch value {
            case .table: "Print tables."
            case .json: "Print a JSON object."
            case .metrics: "Print metrics for Prometheus."
            case .http: "Answer one HTTP request for /metrics or /status on standard input."
            }
        }
    }

    func run(in host: Host) throws {
        let configuration = try Configuration.read(file: file.path, of: Application.name, in: host)
        let database = try configuration.value(Settings.database)
        try Rights.assume(toOpen: database)
        let status = try PoolStatus(of: database, in: host)
        switch style {
        case .table: try host.write(status.text(at: host.clock()))
        case .json: try host.write(String(decoding: status.json.serialized(), as: UTF8.self) + "\n")
        case .metrics: try host.write(status.metrics)
        case .http: return try host.write(HTTPExchange(input: host.input).answer(with: status))
        }
        if let complaint = status.complaints.first { throw Failure(.unavailable, complaint) }
    }
}
