// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth

/// `user revoke`.
struct RevokeUser<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "revoke", abstract: "End all sessions of a user; their tokens are dead at once.")
    }

    @Argument(help: "The name of the user.")
    var name: String

    @OptionGroup var file: FileOption

    func run(at desk: Desk) throws {
        let user = try desk.user(named: name)
        let count = try desk.ended(
            desk.store.endSessions(
                of: user.id, keeping: nil, as: .revokeUser, by: desk.author, at: desk.host.clock()), of: user)
        try desk.say("ended \(count) session\(count == 1 ? "" : "s") of \(user.name)")
    }
}
