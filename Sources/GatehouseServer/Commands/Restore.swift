// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SQLiteStorage

/// `restore`: a backup in the place of the database.
struct Restore<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "restore", abstract: "Put a backup in the place of the database, and end every session in it.",
            discussion: "The workers must have been stopped. The former database is kept beside it, and its name told.")
    }

    @Argument(help: "The backup.", completion: .file())
    var path: String

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let configuration = try Configuration.read(file: file.path, of: Application.name, in: host)
        let database = try configuration.value(Settings.database)
        try Rights.assume(toOpen: database)
        let restoration = try SQLiteStore.restore(path, to: database.path, by: host.author, at: host.clock())
        try host.write("restored \(database.path.printable): \(restoration.holdings.summary)\n")
        try host.write("every session in it was ended\n")
        if let replaced = restoration.replaced { try host.write("the former database is \(replaced.printable)\n") }
    }
}
