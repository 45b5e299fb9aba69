// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `user …`: the people who may log in.
struct UserCommands<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "user",
            abstract: "Add, list and change users; workers heed it at their next request.",
            subcommands: [
                AddUser<Application>.self, ListUsers<Application>.self, SetRoles<Application>.self,
                DisableUser<Application>.self, EnableUser<Application>.self, SetPassword<Application>.self,
                RevokeUser<Application>.self, DeleteUser<Application>.self, ImportUsers<Application>.self,
            ])
    }

    @OptionGroup var file: FileOption
}

/// `user COMMAND NAME`: a deed to one user.
protocol UserDeed: Deed {
    associatedtype Application: GatehouseApplication

    var name: String { get }
    var file: FileOption { get }

    /// Whether the deed makes the database where there is none.
    static var createsDatabase: Bool { get }

    /// Does it at this desk.
    func run(at desk: Desk) throws
}

extension UserDeed {
    static var createsDatabase: Bool { false }

    func run(in host: Host) throws {
        try run(at: Desk(file, of: Application.name, in: host, creates: Self.createsDatabase))
    }
}
