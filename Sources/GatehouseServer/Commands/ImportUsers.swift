// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth

/// `user import`.
struct ImportUsers<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import", abstract: "Take users over with their hashes: all of them, or none.",
            discussion: """
                The file is comma-separated values (name,hash[,roles]) or a Flask-SQLAlchemy database; the hashes are \
                bcrypt's or yescrypt's.
                """)
    }

    @Argument(help: "The file.")
    var path: String

    @Option(help: "The table, where the file is a database; users or user where it is not said.")
    var table: String?

    @Option(help: ArgumentHelp("The column of the names.", valueName: "column"))
    var nameColumn: String?

    @Option(help: ArgumentHelp("The column of the hashes.", valueName: "column"))
    var hashColumn: String?

    @Flag(help: "Take over also what takes longer than two steps above BCRYPT_LOG_ROUNDS.")
    var allowCostlyHashes = false

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let source = try UserSource(
            path: path, .init(table: table, nameColumn: nameColumn, hashColumn: hashColumn))
        let desk = try Desk(file, of: Application.name, in: host, creates: true)
        let (users, faults) = judged(source.entries, try desk.configuration.value(Settings.hashingCost))
        let outcome = try desk.store.add(
            all: users.map(\.user), isRehearsal: dryRun || !faults.isEmpty, by: desk.author, at: host.clock())
        try refuse(faults + outcome.complaints { users[$0].entry }, in: host)
        try desk.say("\(dryRun ? "would add" : "added") \(users.count) users")
        let present = try desk.configuration.hashingScheme()
        warn(of: users.filter { $0.user.hashScheme.effort > present.effort }.count, in: host)
    }

    private typealias Judged = (entry: UserSource.Entry, user: ImportedUser)

    private func judged(_ entries: [UserSource.Entry], _ cost: Int) -> (users: [Judged], faults: [String]) {
        let highest = allowCostlyHashes ? .max : cost + 2
        var users: [Judged] = []
        var faults: [String] = []
        for entry in entries {
            do throws(ImportedUser.Fault) {
                let user = try ImportedUser(
                    name: entry.name, passwordHash: entry.passwordHash, roles: entry.roles, highestEffort: highest)
                users.append((entry, user))
            } catch {
                faults.append("\(entry.place): \(error.sentence(cost))")
            }
        }
        return (users, faults)
    }

    private func warn(of count: Int, in host: Host) {
        guard count > 0 else { return }
        host.complain(
            "\(Application.name): \(count) of the hashes take longer than those that are made here: until their owners "
                + "log in, the time of a wrong password tells these names from others")
    }

    /// Says what stands in the way, the first twenty of it.
    private func refuse(_ complaints: [String], in host: Host) throws(Failure) {
        guard !complaints.isEmpty else { return }
        for complaint in complaints.prefix(20) { host.complain("\(Application.name): \(complaint)") }
        throw Failure(.dataError, "nobody was added: \(complaints.count) of the users cannot be")
    }
}

extension ImportOutcome {
    /// What stands in the way, a sentence each.
    fileprivate func complaints(_ entry: (Int) -> UserSource.Entry) -> [String] {
        guard case .refused(let obstacles) = self else { return [] }
        return obstacles.map { obstacle in
            switch obstacle {
            case .nameTaken(let index):
                "\(entry(index).place): there is a user named \(entry(index).name.printable) already"
            case .unknownRole(let role, let index): "\(entry(index).place): there is no role named \(role.printable)"
            }
        }
    }
}

extension ImportedUser.Fault {
    /// The rule that is broken; never the hash itself.
    fileprivate func sentence(_ cost: Int) -> String {
        switch self {
        case .name(let violation): violation.sentence
        case .hash:
            "the hash is none of bcrypt's ($2a$, $2b$ or $2y$, of a cost from 4 to 20) or yescrypt's ($y$, of a cost from "
                + "1 to 7)"
        case .costly(let scheme):
            "the hash takes as long as bcrypt of the cost \(scheme.effort), and every check of it would hold up other "
                + "logins; up to \(cost + 2) is allowed, two above \(Settings.hashingCost.name), or any with "
                + "--allow-costly-hashes"
        case .role(let role): "\(role.printable) cannot name a role"
        case .tooManyRoles: RoleFault.tooManyRoles.description.clause
        }
    }
}
