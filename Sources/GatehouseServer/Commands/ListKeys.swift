// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JOSE

/// `key list`.
struct ListKeys<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "List the keys and what each is there for.")
    }

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let file = try KeyDesk(file, of: Application.name, in: host).file
        guard let set = try file.set() else { throw KeyFileFailure(file: file, error: .missing) }
        try host.write(json ? set.object : set.listing)
    }
}

extension KeySet {
    /// A line a key.
    var listing: String {
        let rows = entries.map { entry in
            [
                entry.id, entry.key?.algorithm.rawValue ?? "-", entry.status.rawValue,
                entry.since.map(Timestamp.text) ?? "-",
            ]
        }
        return Table(rows: [["ID", "ALGORITHM", "STATUS", "SINCE"]] + rows).text
    }

    /// The same as a JSON object, with nothing in it that could sign.
    fileprivate var object: String {
        let keys = entries.map { entry -> JSON in
            [
                "kid": .string(entry.id), "alg": (entry.key?.algorithm.rawValue).map(JSON.string) ?? .null,
                "status": .string(entry.status.rawValue), "since": entry.since.map(JSON.integer) ?? .null,
            ]
        }
        return String(decoding: JSON.object([.init("keys", .array(keys))]).serialized(), as: UTF8.self) + "\n"
    }
}
