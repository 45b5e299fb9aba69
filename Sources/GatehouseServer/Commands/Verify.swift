// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SQLiteStorage

/// `verify`: whether a database, or a backup of one, is whole.
struct Verify<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify", abstract: "Examine a backup, or the database, and say what it holds.",
            discussion: "Nothing is written, and workers are not held up.")
    }

    @Argument(help: "The file; the database where none is named.", completion: .file())
    var path: String?

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let examined = try path ?? database(host)
        try Rights.assume(toOpen: DatabaseURL(path: examined))
        let holdings = try SQLiteStore.inspect(examined, at: host.clock())
        try host.write("\(examined.printable) is sound: \(holdings.summary)\n")
    }

    private func database(_ host: Host) throws -> String {
        try Configuration.read(file: file.path, of: Application.name, in: host).value(Settings.database).path
    }
}
