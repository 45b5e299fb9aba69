// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth
import Gatehouse
import JOSE

/// `role …`: what users may do.
struct RoleCommands<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "role",
            abstract: "List, make, change and delete roles; workers heed it at their next request.",
            subcommands: [ListRoles<Application>.self, SetRole<Application>.self, DeleteRole<Application>.self])
    }

    @OptionGroup var file: FileOption
}

/// `role list`.
struct ListRoles<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "List all roles, what they allow and how many have them.")
    }

    @Flag(help: "Print a JSON object, as GET /admin/roles answers.")
    var json = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let roles = try Desk(file, of: Application.name, in: host).store.roles()
        try host.write(json ? String(decoding: roles.listing.serialized(), as: UTF8.self) + "\n" : Self.table(roles))
    }

    private static func table(_ roles: [Role]) -> String {
        let rows = roles.map { role in
            [
                role.name, String(role.holders), role.isBuiltIn ? "built in" : "-",
                role.permissions.isEmpty ? "-" : role.permissions.joined(separator: " "),
            ]
        }
        return Table(rows: [["NAME", "USERS", "KIND", "PERMISSIONS"]] + rows).text
    }
}
