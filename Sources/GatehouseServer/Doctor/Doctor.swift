// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import JOSE

/// `doctor`: what is wrong with the host, and what to do about it.
struct Doctor<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "doctor", abstract: "Look for what is wrong with this host: nginx, files, settings, database.",
            discussion: """
                Nothing is changed. As root it sees most; nginx is asked for its configuration (nginx -T), or the output \
                of that is read. The exit code is 0 where no error is found and 1 where one is.
                """)
    }

    @Option(
        help: ArgumentHelp("The output of nginx -T, in a file or (-) on standard input.", valueName: "file"))
    var nginxConfig: String?

    @Option(help: ArgumentHelp("Make this check alone; may be repeated.", valueName: "check"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Leave this check out; may be repeated.", valueName: "check"))
    var skip: [String] = []

    @Flag(help: "Let a warning count as an error.")
    var strict = false

    @Flag(help: "Print a JSON object.")
    var json = false

    @Flag(help: "List the checks, and make none.")
    var list = false

    @Flag(help: .hidden)
    var markdown = false

    @OptionGroup var file: FileOption

    func validate() throws {
        let known = Set(Check.all.map(\.id))
        for id in only + skip where !known.contains(id) {
            throw ValidationError("there is no check \(id.printable); --list shows them")
        }
    }

    func run(in host: Host) throws {
        if markdown { return try host.write(Check.markdown) }
        if list { return try host.write(Table(rows: Check.all.map { [$0.id, "\($0.severity)", $0.fault] }).text) }
        let source = nginxConfig.map(NginxSource.file) ?? .program
        let patient = try Patient(host, of: Application.name, file: file, nginx: source)
        let checks = Check.all.filter { (only.isEmpty || only.contains($0.id)) && !skip.contains($0.id) }
        let report = Report(findings: patient.findings(checks), checkCount: checks.count)
        try host.write(json ? String(decoding: report.json.serializedInLines(), as: UTF8.self) : page(report, host))
        guard report.count(.error) == 0, !strict || report.count(.warning) == 0 else {
            throw Failure(.findings, "found \(report.summary)")
        }
    }

    private func page(_ report: Report, _ host: Host) -> String {
        report.text(columns: Terminal(descriptor: host.output).columns ?? 100)
    }
}
