// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth

/// `user role`.
struct SetRoles<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "role", abstract: "Give a user exactly these roles.")
    }

    @Argument(help: "The name of the user.")
    var name: String

    @Argument(help: ArgumentHelp("The roles.", valueName: "role"))
    var roles: [String]

    @OptionGroup var file: FileOption

    func run(at desk: Desk) throws {
        let user = try desk.user(named: name)
        let change = try desk.store.setRoles(of: user.id, to: roles, by: desk.author, at: desk.host.clock())
        let changed = try desk.settled(change, of: user)
        try desk.say("\(changed.name) has the roles \(changed.roles.joined(separator: ", "))")
    }
}

/// `user disable`.
struct DisableUser<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "disable", abstract: "Shut an account and end its sessions.")
    }

    @Argument(help: "The name of the user.")
    var name: String

    @OptionGroup var file: FileOption

    func run(at desk: Desk) throws {
        try desk.say("disabled \(desk.setDisabled(name, to: true).name)")
    }
}

/// `user enable`.
struct EnableUser<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "enable", abstract: "Open an account again.")
    }

    @Argument(help: "The name of the user.")
    var name: String

    @OptionGroup var file: FileOption

    func run(at desk: Desk) throws {
        try desk.say("enabled \(desk.setDisabled(name, to: false).name)")
    }
}

/// `user password`.
struct SetPassword<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "password", abstract: "Give a user another password and end all sessions.",
            discussion: "The password is asked for, or read from standard input where that is no terminal.")
    }

    @Argument(help: "The name of the user.")
    var name: String

    @OptionGroup var file: FileOption

    func run(at desk: Desk) throws {
        let user = try desk.user(named: name)
        let hash = try desk.hashOfNewPassword()
        let change = try desk.store.setPassword(
            of: user.id, from: nil, to: hash, keeping: nil, by: desk.author, at: desk.host.clock())
        try desk.say("changed the password of \(desk.settled(change, of: user).name)")
    }
}

/// `user delete`.
struct DeleteUser<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "delete", abstract: "Delete a user with all sessions.")
    }

    @Argument(help: "The name of the user.")
    var name: String

    @OptionGroup var file: FileOption

    func run(at desk: Desk) throws {
        let user = try desk.user(named: name)
        let change = try desk.store.delete(user.id, by: desk.author, at: desk.host.clock())
        try desk.say("deleted \(desk.settled(change, of: user).name)")
    }
}
