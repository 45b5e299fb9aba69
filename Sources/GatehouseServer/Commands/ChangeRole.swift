// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth

/// `role set`.
struct SetRole<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set", abstract: "Make a role, or give it exactly these permissions.",
            discussion: "A permission is resource:action, resource:* for all actions, or * for everything.")
    }

    @Argument(help: "The name of the role.")
    var name: String

    @Argument(help: ArgumentHelp("The permissions.", valueName: "permission"))
    var permissions: [String] = []

    @Flag(help: "The role is to allow nothing by itself.")
    var nothing = false

    @OptionGroup var file: FileOption

    func validate() throws {
        // To forget the permissions must not take away those that the role has.
        guard permissions.isEmpty == nothing else {
            throw ValidationError("name the permissions of the role, or --nothing where it is to have none")
        }
    }

    func run(in host: Host) throws {
        let role = try RoleDefinition(name: name, permissions: permissions)
        let desk = try Desk(file, of: Application.name, in: host)
        switch try desk.store.set(role, by: desk.author, at: host.clock()) {
        case .made(let role): try desk.say("made \(role.name): \(role.list)")
        case .changed(let role): try desk.say("\(role.name) allows \(role.list)")
        case .builtIn: throw Failure(.dataError, "the role admin allows everything, and only that: *")
        case .spelledOtherwise(let name):
            throw Failure(.cannotCreate, "there is a role named \(name), spelled in other letters")
        case .forbidden: throw Failure(.software, "\(name) may not be changed from here")
        }
    }
}

extension Role {
    fileprivate var list: String { permissions.isEmpty ? "nothing" : permissions.joined(separator: ", ") }
}

/// `role delete`.
struct DeleteRole<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "delete", abstract: "Delete a role that nobody has.")
    }

    @Argument(help: "The name of the role.")
    var name: String

    @Flag(help: "Take it from the users who have it.")
    var force = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try Desk(file, of: Application.name, in: host)
        switch try desk.store.deleteRole(name, evenIfHeld: force, by: desk.author, at: host.clock()) {
        case .deleted(let role) where role.holders == 0: try desk.say("deleted \(role.name)")
        case .deleted(let role): try desk.say("deleted \(role.name), which \(role.users) had")
        case .unknownRole: throw Desk.noRole(name)
        case .builtIn: throw Failure(.dataError, "\(name) is built in and cannot be deleted")
        case .held(let role):
            throw Failure(.dataError, "the role \(name) is in use by \(role.users); --force takes it from them")
        case .forbidden: throw Failure(.software, "\(name) may not be deleted from here")
        }
    }
}

extension Role {
    fileprivate var users: String { "\(holders) user\(holders == 1 ? "" : "s")" }
}
