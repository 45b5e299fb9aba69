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

    @Argument(
        help: "The file; one that is there must be a former backup of the same database. With --keep, a folder.",
        completion: .file())
    var path: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Make a daily backup, \(Application.name)-YYYY-MM-DD.db, and remove the oldest of them beyond so many, from "
                + "1 to 999; the newest of each database stays.",
            valueName: "number"))
    var keep: String?

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let desk = try Desk(file, of: Application.name, in: host)
        guard let keep else { return try copy(to: path, at: desk) }
        let backups = DailyBackups(of: Application.name, in: path)
        let today = backups.path(ofDay: Timestamp.localDay(ofSecond: host.clock()))
        try copy(to: today, at: desk)
        // Judged after the copy: a number that is wrong, in a setting that nobody looks at, must not cost a night's.
        try backups.prune(to: Self.count(keep), upTo: today)
    }

    private func copy(to path: String, at desk: Desk) throws {
        let holdings = try desk.store.backUp(to: path, by: desk.author, at: desk.host.clock())
        try desk.say("wrote \(path): \(holdings.summary)")
    }

    private static func count(_ text: String) throws(Failure) -> Int {
        guard let count = Int(text), 1...999 ~= count, String(count) == text else {
            throw Failure(
                .configuration,
                "--keep, which is BACKUPS= of a unit, is \"\(text.printable)\", but it must be a whole number from 1 to "
                    + "999; a backup was made, and none was removed")
        }
        return count
    }
}

extension Holdings {
    /// What is there, in words.
    var summary: String {
        let last = lastChange.map { ", last changed \(Timestamp.text(ofSecond: $0))" } ?? ""
        return "\(users) user\(users == 1 ? "" : "s"), \(sessions) session\(sessions == 1 ? "" : "s") alive\(last)"
    }
}
