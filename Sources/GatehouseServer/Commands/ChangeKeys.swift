// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JOSE

/// `key generate`.
struct GenerateKey<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "generate", abstract: "Make the key file, or the next key in it.",
            discussion: "A new file gets a key that signs and the next one; later a next key, where there is none.")
    }

    @Option(help: "What the key signs with.")
    var algorithm: Algorithm = .es256

    @Option(help: ArgumentHelp("The name of the key (kid); its thumbprint where none is given.", valueName: "id"))
    var id: String?

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try KeyDesk(file, of: Application.name, in: host)
        let set = try desk.editOrMake(as: .generateKey, Self.newNames) { set, now in
            try set?.generating(algorithm, id: id, at: now) ?? KeySet.generate(algorithm, id: id, at: now)
        }
        try host.write(set.listing)
    }

    private static func newNames(_ former: KeySet?, _ set: KeySet) -> String {
        let known = Set(former?.entries.map(\.id) ?? [])
        return set.entries.map(\.id).filter { !known.contains($0) }.joined(separator: ",")
    }
}

/// `key rotate`.
struct RotateKeys<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rotate", abstract: "Let the next key sign, and make another next key.",
            discussion: "What the former key signed stays good until that key is retired: nobody is logged out.")
    }

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try KeyDesk(file, of: Application.name, in: host)
        let set = try desk.edit(as: .rotateKeys, { "\($0.signing.id) signs" }) { try $0.rotated(at: $1) }
        try host.write(set.listing)
    }
}

/// `key retire`.
struct RetireKey<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "retire", abstract: "Refuse what a key has signed, from the next request on.",
            discussion: """
                The key that signs cannot be retired: rotate first. Before a name that begins with a hyphen comes --.
                """)
    }

    @Argument(help: "The name of the key, as the list shows it.")
    var id: String

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try KeyDesk(file, of: Application.name, in: host)
        let set = try desk.edit(as: .retireKey, { _ in id }) { try $0.retiring(id, at: $1) }
        try host.write(set.listing)
    }
}

extension Algorithm: ExpressibleByArgument {
    /// The algorithm of that name, whatever its case.
    public init?(argument: String) {
        let name = argument.lowercased()
        guard let algorithm = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else { return nil }
        self = algorithm
    }
}
