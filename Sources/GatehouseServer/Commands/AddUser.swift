// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth

/// `user add`.
struct AddUser<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: "Add a user.",
            discussion: "The password is asked for, or read from standard input where that is no terminal.")
    }

    @Argument(help: "The name of the user.")
    var name: String

    @Option(
        name: .customLong("role"),
        help: ArgumentHelp("A role of the user; user where none is given.", valueName: "role"))
    var roles: [String] = []

    @OptionGroup var file: FileOption

    static var createsDatabase: Bool { true }

    func run(at desk: Desk) throws {
        let name = try username
        // Asked before the password is: nobody likes to type one in vain.
        guard try desk.store.user(named: name) == nil else { throw taken(name) }
        let roles = roles.isEmpty ? [Role.user] : try Role.names(roles)
        let hash = try desk.hashOfNewPassword()
        let addition = try desk.store.add(
            name, passwordHash: hash, roles: roles, as: .addUser, by: desk.author, at: desk.host.clock())
        switch addition {
        case .added(let user): try desk.say("added \(user.name): \(user.roles.joined(separator: ", "))")
        case .nameTaken: throw taken(name)
        case .unknownRole(let role): throw Desk.noRole(role)
        }
    }

    private var username: Username {
        get throws {
            do throws(Violation) {
                return try Username(name)
            } catch {
                throw Failure(.dataError, error.sentence)
            }
        }
    }

    private func taken(_ name: Username) -> Failure {
        Failure(.cannotCreate, "there is a user named \(name.text.printable) already")
    }
}
