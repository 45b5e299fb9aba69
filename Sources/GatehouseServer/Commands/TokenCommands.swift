// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `token …`: single tokens.
struct TokenCommands<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "token", abstract: "End what a token opens.", subcommands: [RevokeToken<Application>.self])
    }
}
