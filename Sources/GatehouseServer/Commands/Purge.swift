// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SQLiteStorage

/// `purge`: makes the database smaller by what cannot matter any more.
struct Purge<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "purge", abstract: "Remove what has had its time: sessions, counters, audit.")
    }

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try Desk(file, of: Application.name, in: host)
        let purging = try desk.configuration.purging(desk.store, by: desk.author)
        let removal = try purging.all(clock: host.clock)
        do {
            try desk.store.checkpoint()
        } catch StorageError.locked {
            // Workers are busy with the file; their own checkpoints will come.
        }
        try desk.say("removed \(removal.count) rows")
        if let doubt = removal.doubt { host.complain("\(Application.name): warning: \(doubt)") }
    }
}
