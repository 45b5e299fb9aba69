// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth

/// `limits …`: who has tried too often.
struct LimitCommands<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "limits", abstract: "See and lift the limits that are used up.",
            subcommands: [ListLimits<Application>.self, LiftLimits<Application>.self])
    }

    @OptionGroup var file: FileOption
}

/// `limits list`.
struct ListLimits<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "List names and addresses whose limits are used up.")
    }

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let now = host.clock()
        let windows = try Desk(file, of: Application.name, in: host).store.exhausted(at: now)
        let rows = windows.map { window in
            [
                window.charge.subject.printable, window.charge.scope, window.charge.limit.description,
                "\(max(0, window.resetsAt - now)) s",
            ]
        }
        try host.write(Table(rows: [["NAME", "LIMIT OF", "LIMIT", "ENDS IN"]] + rows).text)
    }
}

/// `limits lift`.
struct LiftLimits<Application: GatehouseApplication>: UserDeed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "lift", abstract: "Forget the attempts of a name or an address.")
    }

    @Argument(help: "The name or the address, as the list shows it.")
    var name: String

    @OptionGroup var file: FileOption

    func run(at desk: Desk) throws {
        // Names are counted under the key that their spellings share, or a pseudonym where nobody has them.
        let username = try? Username(name)
        let entry = AuditEntry(
            .liftLimits, by: desk.author, to: try username.flatMap(desk.store.user(named:))?.name,
            detail: isAddress ? name : nil)
        let count = try desk.store.lift(
            Set([name] + (username.map { [$0.key, $0.pseudonym] } ?? [])), noting: entry, at: desk.host.clock())
        try desk.say(count == 0 ? "nothing was counted for \(name)" : "lifted the limits of \(name)")
    }

    /// Whether it is the address of a client, or a block of them; a name that nobody has may be a password that
    /// somebody typed in the wrong place, and is not written down.
    private var isAddress: Bool {
        name.contains { ".:".contains($0) } && name.allSatisfy { $0.isHexDigit || ".:/".contains($0) }
    }
}
