// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CGI

/// `serve`: answers requests until it is told to end.
struct Serve<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve", abstract: "Answer requests.",
            discussion: """
                Listens on the socket that --listen names, else on the one that systemd passes, else on \
                \(Settings.listen.name). SIGTERM ends it when what is under way is answered, a second one at once; \
                SIGHUP has it read \(Settings.logLevel.name) and the key file again.
                """)
    }

    @Option(help: ArgumentHelp("The socket: unix:PATH or fd:N.", valueName: "socket"))
    var listen: ListeningPlace?

    @Option(name: .customLong("protocol"), help: "What nginx speaks.")
    var wire: Wire = .fastCGI

    @Option(
        help: ArgumentHelp(
            "How many requests are served at a time; by default 8 a processor, 32 at least.", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("How many connections may be open.", valueName: "n"))
    var maxConnections: Int = 1024

    @Option(help: ArgumentHelp("How long a drain may take.", valueName: "seconds"))
    var drainTimeout: Int = 15

    @OptionGroup var file: FileOption

    func validate() throws {
        if let threads { try Self.check("--threads", threads, in: Capacity.allowedThreads) }
        try Self.check("--max-connections", maxConnections, in: 1...1_000_000)
        try Self.check("--drain-timeout", drainTimeout, in: 0...3600)
    }

    private static func check(_ option: String, _ value: Int, in range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw ValidationError(
                "\(option) is \(value), but it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    func run(in host: Host) throws {
        // First of all: what is opened below may start threads, and they inherit this.
        Signals.block()
        let read = { @Sendable [path = file.path] in
            try Configuration.read(file: path, of: Application.name, in: host)
        }
        let configuration = try read()
        if let fault = (configuration.faults(in: Settings.all) + configuration.conflicts).first { throw fault }
        let capacity = Capacity(
            threads: threads ?? Capacity.defaultThreads, connections: maxConnections,
            drainTimeout: .seconds(drainTimeout))
        try Worker<Application>(configuration, capacity, listen, speaking: wire, in: host, reread: read).run()
    }
}

extension Wire: ExpressibleByArgument {}

extension ListeningPlace: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}
