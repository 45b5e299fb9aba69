// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The daily backup")
struct DailyBackupTests {
    private let folder: TemporaryDirectory
    private let backups: String
    private var settings: String { folder.file("gatehouse.env") }

    /// Former ones, of all days but one of a January.
    private static let former = (1...30).map { String(format: "gatehouse-2026-01-%02d.db", $0) }

    init() throws {
        folder = try TemporaryDirectory()
        backups = folder.file("backups")
        try run("mkdir", backups)
        for name in Self.former + ["of-somebody-else.db"] { try run("touch", "\(backups)/\(name)") }
        let text = "DATABASE_URL=sqlite:///\(folder.file("gatehouse.db"))\nBCRYPT_LOG_ROUNDS=4\n"
        try text.write(toFile: settings, atomically: false, encoding: .utf8)
    }

    private func addUser() throws {
        let added = try run(
            Host.binary("gatehouse"), "user", "add", "alice", "--env-file", settings, input: "Correct1horse\n",
            environment: [:])
        #expect(added.status == 0, "\(added.standardError)")
    }

    /// Runs the script as its unit does, with the program and the settings where they are here.
    private func makeBackup(keeping count: String?) throws -> Output {
        let shipped = Host.root.appending(path: "systemd/make-backup")
        let script = try String(contentsOf: shipped, encoding: .utf8)
            .replacing("/usr/bin/gatehouse", with: Host.binary("gatehouse"))
            .replacing("/etc/gatehouse/gatehouse.env", with: settings)
        return try run(
            "sh", "-c", script, "make-backup", backups, environment: count.map { ["BACKUPS": $0] } ?? [:])
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: backups).sorted() }
    }

    @Test(
        "keeps as many as it is told, the newest, and touches nothing else",
        arguments: [(nil, 14), ("", 14), ("1", 1), ("20", 20), ("31", 31), ("999", 31)] as [(String?, Int)])
    func keeping(_ count: String?, _ kept: Int) throws {
        try addUser()
        let made = try makeBackup(keeping: count)
        #expect(made.status == 0, "\(made.standardError)")
        #expect(try files.dropLast(2) == Self.former.suffix(kept - 1)[...])
        #expect(try files.last == "of-somebody-else.db")
    }

    @Test("stays where a clock that was ahead has left later days")
    func laterDays() throws {
        try addUser()
        try run("touch", "\(backups)/gatehouse-2999-12-31.db")
        #expect(try makeBackup(keeping: "1").status == 0)
        let kept = try files.filter { $0.hasPrefix("gatehouse-") }
        #expect(kept.count == 2 && !Self.former.contains(kept[0]) && kept[1] == "gatehouse-2999-12-31.db", "\(kept)")
    }

    @Test("leaves what was made on the same day of a database that is lost since, and removes none")
    func lost() throws {
        try addUser()
        #expect(try makeBackup(keeping: "14").status == 0)
        let before = try files
        let today = "\(backups)/\(before[13])"
        let bytes = FileManager.default.contents(atPath: today)
        removeDatabase(folder.file("gatehouse.db"))
        try addUser()
        let refused = try makeBackup(keeping: "1")
        #expect(refused.status == 73)
        #expect(refused.standardError.contains("\(today) is a backup of another database"), "\(refused.standardError)")
        #expect(try files == before)
        #expect(FileManager.default.contents(atPath: today) == bytes)
    }

    @Test(
        "is made and removes none where the number is none, and its unit fails",
        arguments: ["0", "-1", "00", "014", "1e3", "1000", "two weeks", "99999999999999999999"])
    func wrongNumber(_ count: String) throws {
        try addUser()
        let made = try makeBackup(keeping: count)
        #expect(made.status == 78)
        #expect(made.standardError.contains("BACKUPS is \"\(count)\""), "\(made.standardError)")
        #expect(try files.count == Self.former.count + 2)
    }

    @Test("says that there is no database, which its unit takes for no failure, and removes none")
    func noDatabase() throws {
        let made = try makeBackup(keeping: "1")
        #expect(made.status == 66)
        #expect(made.standardError.contains("DATABASE_URL: there is no database"), "\(made.standardError)")
        #expect(try files.count == Self.former.count + 1)
        for unit in ["backup", "purge"] {
            let text = try String(
                contentsOf: Host.root.appending(path: "systemd/gatehouse-\(unit).service"), encoding: .utf8)
            #expect(text.contains("\nSuccessExitStatus=NOINPUT\n") && !text.contains("ConditionPathExists"))
        }
    }
}
