// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `token …`: single tokens.
struct TokenCommands<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "token", abstract: "Look into a token, or end what it opens.",
            subcommands: [InspectToken<Application>.self, RevokeToken<Application>.self])
    }

    @OptionGroup var file: FileOption
}
