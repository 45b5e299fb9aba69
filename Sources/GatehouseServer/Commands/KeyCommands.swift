// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JOSE

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
}

/// Where the commands that change the key file work.
struct KeyDesk {
    let file: KeyFile
    let host: Host
    private let heir: FileOwner?

    /// - Throws: ``ConfigurationError`` where no key file is chosen.
    init(_ option: FileOption, of application: String, in host: Host) throws {
        let configuration = try Configuration.read(file: option.path, of: application, in: host)
        file = KeyFile(path: try configuration.value(Settings.keysFile))
        // Whoever serves the database must be able to read the keys.
        heir = try configuration.optional(Settings.database).flatMap { FileOwner(of: $0.path) }
        self.host = host
    }

    /// Changes the set that is there.
    ///
    /// - Returns: The new set.
    func edit(_ change: (KeySet, NumericDate) throws -> KeySet) throws -> KeySet {
        try file.edit { set in
            guard let set else { throw KeyFileFailure(file: file, error: .missing) }
            return try change(set, host.clock())
        }
    }

    /// Changes the set that is there, or makes one.
    ///
    /// - Returns: The new set.
    func editOrMake(_ change: (KeySet?, NumericDate) throws -> KeySet) throws -> KeySet {
        try file.edit(heir: heir) { try change($0, host.clock()) }
    }
}
