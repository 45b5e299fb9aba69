// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `setup`: takes what was installed into service.
struct SetUp<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "setup",
            abstract: "Take the installed program into service: secret, administrator, nginx, systemd.",
            discussion: """
                Asks what is not said; where nobody can be asked it must be said. What is done already is left as it is, \
                and nginx is told each time to take up its files, so this may be run again, after a failure too; to say \
                another name, certificate or origin changes that alone. The administrator's password is asked for, or \
                read from standard input where that is no terminal.
                """)
    }

    @Option(help: ArgumentHelp("The host name under which it is reached.", valueName: "host"))
    var name: String?

    @Option(
        help: ArgumentHelp("The certificate chain; by default that of Let's Encrypt.", valueName: "file"),
        completion: .file())
    var certificate: String?

    @Option(
        help: ArgumentHelp("The certificate's key; by default that of Let's Encrypt.", valueName: "file"),
        completion: .file())
    var certificateKey: String?

    @Option(help: ArgumentHelp("An origin whose pages may use it, as https://app.example.com; may be repeated."))
    var origin: [String] = []

    @Option(help: "Whether anybody may make an account.")
    var registration: Registration?

    @Option(help: ArgumentHelp("The first administrator, where there is none yet.", valueName: "name"))
    var administrator: String?

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    func run(in host: Host) throws {
        let premises = Premises(application: Application.name, host: host)
        try premises.check(isRehearsal: dryRun)
        let wishes = try Wishes(
            Wishes.Said(
                name: name, certificate: certificate, certificateKey: certificateKey, origins: origin,
                registration: registration, administrator: administrator),
            premises, Questions(host: host))
        try take(wishes.steps(in: premises), host)
        if !dryRun { try host.write("\(Application.name) serves https://\(wishes.name)\n") }
    }

    private func take(_ steps: [Step], _ host: Host) throws {
        var isChanged = false
        for step in steps {
            let isNeeded = try step.isNeeded() || (step.followsOthers && isChanged)
            try host.write((isNeeded ? (dryRun ? "would " : "") : "done before: ") + step.deed + "\n")
            guard isNeeded else { continue }
            if !dryRun { try step.act() }
            isChanged = true
        }
    }
}

/// Whether anybody may make an account.
enum Registration: String, ExpressibleByArgument, CaseIterable {
    case open, closed

    /// The value of the setting that says so.
    var setting: String { self == .open ? "true" : "false" }
}
