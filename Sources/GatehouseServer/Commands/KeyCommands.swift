// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `key …`: the keys of the key file.
struct KeyCommands<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "key",
            abstract: "Make, list and change the keys that sign; workers heed it at their next request.",
            subcommands: [
                GenerateKey<Application>.self, ListKeys<Application>.self, RotateKeys<Application>.self,
                RetireKey<Application>.self,
            ])
    }

    @OptionGroup var file: FileOption
}
