// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `config …`: what is chosen, and whether it is good.
struct ConfigCommands<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "config", abstract: "Show or check the settings.",
            subcommands: [ShowConfig<Application>.self, CheckConfig<Application>.self],
            defaultSubcommand: ShowConfig<Application>.self)
    }
}

/// `config`: each setting, its value, and where that came from.
struct ShowConfig<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Show each setting and where it came from.")
    }

    @Flag(help: "Print an .env file to begin with.")
    var example = false

    @Flag(help: .hidden)
    var markdown = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        if example { return try host.write(Settings.example) }
        if markdown { return try host.write(Settings.tables) }
        let configuration = try Configuration.read(file: file.path, of: Application.name, in: host)
        try host.write(configuration.listing)
    }
}

/// `config check`: everything that is wrong, a line each.
struct CheckConfig<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "check", abstract: "Say what is wrong with the settings.")
    }

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let configuration = try Configuration.read(file: file.path, of: Application.name, in: host)
        for warning in configuration.warnings { host.complain("\(Application.name): warning: \(warning)") }
        let faults = configuration.faults(in: Settings.all) + configuration.conflicts
        for fault in faults.dropLast() { host.complain("\(Application.name): \(fault)") }
        if let last = faults.last { throw last }
        _ = try configuration.keyRing()
        try host.write("the configuration is in order\n")
    }
}
