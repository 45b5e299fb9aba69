// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SQLiteStorage

/// `backup`: a copy of the database, made while it is served.
struct BackUp<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "backup", abstract: "Copy the database to a file while workers serve it.",
            discussion: "The copy is examined before it takes the place of a former one. It holds no keys.")
    }

    @Argument(help: "The file; one that is there must be a former backup.", completion: .file())
    var path: String

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try Desk(file, of: Application.name, in: host)
        let holdings = try desk.store.backUp(to: path, by: desk.author, at: host.clock())
        try desk.say("wrote \(path): \(holdings.summary)")
    }
}

extension Holdings {
    /// What is there, in words.
    var summary: String {
        let last = lastChange.map { ", last changed \(Timestamp.text(ofSecond: $0))" } ?? ""
        return "\(users) user\(users == 1 ? "" : "s"), \(sessions) session\(sessions == 1 ? "" : "s") alive\(last)"
    }
}
