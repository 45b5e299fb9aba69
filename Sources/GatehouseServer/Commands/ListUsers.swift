// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth
import Gatehouse
import JOSE

/// `user list`.
struct ListUsers<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "List all users.")
    }

    @Flag(help: "Print a JSON object, as GET /admin/users answers.")
    var json = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try Desk(file, of: Application.name, in: host)
        let users = try desk.store.allUsers()
        try host.write(json ? String(decoding: users.listing.serialized(), as: UTF8.self) + "\n" : Self.table(users))
    }

    private static func table(_ users: [User]) -> String {
        let rows = users.map { user in
            [
                String(user.id), user.name.printable, user.roles.joined(separator: ","),
                user.isDisabled ? "disabled" : "enabled",
                Timestamp.text(ofSecond: user.createdAt),
            ]
        }
        return Table(rows: [["ID", "NAME", "ROLES", "STATE", "CREATED"]] + rows).text
    }
}

extension UserStore {
    /// All users in the order of their numbers, read so many at a time.
    func allUsers(_ pageSize: Int = 500) throws -> [User] {
        var users: [User] = []
        while true {
            let page = try self.users(after: users.last?.id ?? 0, limit: pageSize)
            if page.isEmpty { return users }
            users += page
        }
    }
}
