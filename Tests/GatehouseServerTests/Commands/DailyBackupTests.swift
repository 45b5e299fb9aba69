// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("Daily backups")
struct DailyBackupTests {
    private let line = CommandLineFixture()

    /// Noon of 2027-01-15 where the host is.
    private static var noon: Int64 {
        var date = tm()
        (date.tm_year, date.tm_mon, date.tm_mday, date.tm_hour, date.tm_isdst) = (127, 0, 15, 12, -1)
        return Int64(mktime(&date))
    }

    private var folder: String { line.folder.path("backups") }

    /// Former ones, which no database is known of, of all days but one of the January before the fixture's.
    private static let former = (1...30).map { String(format: "shop-2026-01-%02d.db", $0) }

    init() throws {
        line.now = Self.noon
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for name in Self.former + ["other-2026-01-01.db", "shop-2026-01-01.db.old", "shop-today.db"] {
            try line.folder.write("backups/\(name)", "")
        }
        try begin("ada")
    }

    /// Begins a database, which has one user.
    private func begin(_ user: String) throws {
        removeDatabase(line.folder.path("shop.db"))
        #expect(try line.run("user", "add", user, input: "Correct1horse\n").status == 0)
    }

    private func backUp(keeping count: String) throws -> CommandLineFixture.Answer {
        try line.run("backup", folder, "--keep", count)
    }

    private func daily() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.wholeMatch(of: /shop-\d+-\d+-\d+\.db/) != nil }.sorted()
    }

    @Test(
        "are as many as wanted, the newest, and nothing else is touched",
        arguments: [("1", 1), ("14", 14), ("31", 31), ("999", 31)])
    func keeping(_ count: String, _ kept: Int) throws {
        let made = try backUp(keeping: count)
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.output.hasPrefix("wrote \(folder)/shop-2027-01-15.db: 1 user"))
        #expect(try daily() == Self.former.suffix(kept - 1) + ["shop-2027-01-15.db"])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == kept + 3)
    }

    @Test("leave that of today alone, though a clock that was ahead has left later days")
    func laterDays() throws {
        try line.folder.write("backups/shop-2999-12-31.db", "")
        #expect(try backUp(keeping: "1").status == 0)
        #expect(try daily() == ["shop-2027-01-15.db", "shop-2999-12-31.db"])
    }

    @Test("keep the newest of a database that is lost, for as long as nobody removes it")
    func lost() throws {
        for _ in 1...2 {
            #expect(try backUp(keeping: "3").status == 0)
            line.now += 86_400
        }
        try begin("bob")
        for _ in 1...5 {
            #expect(try backUp(keeping: "3").status == 0)
            line.now += 86_400
        }
        let days = ["2027-01-16", "2027-01-19", "2027-01-20", "2027-01-21"]
        #expect(try daily() == days.map { "shop-\($0).db" })
        #expect(try line.run("restore", "\(folder)/shop-2027-01-16.db").status == 0)
        #expect(try line.run("user", "list").output.contains("ada"))
    }

    @Test("keep the latest state of a lost database, and not what a clock that was ahead has named a later day")
    func aheadAndLost() throws {
        let today = line.now
        line.now += 3 * 86_400
        #expect(try backUp(keeping: "2").status == 0)
        line.now = today
        _ = try line.run("user", "disable", "ada")
        #expect(try backUp(keeping: "2").status == 0)
        try begin("bob")
        for _ in 1...5 {
            line.now += 86_400
            _ = try backUp(keeping: "2")
        }
        let days = ["2027-01-15", "2027-01-19", "2027-01-20"]
        #expect(try daily() == days.map { "shop-\($0).db" })
    }

    @Test("of one day are of one database: that of a lost one stays, and none is removed")
    func sameDay() throws {
        #expect(try backUp(keeping: "14").status == 0)
        let (before, today) = (try daily(), "\(folder)/shop-2027-01-15.db")
        let bytes = FileManager.default.contents(atPath: today)
        try begin("bob")
        let refused = try backUp(keeping: "1")
        #expect(refused.status == 73)
        #expect(refused.errors.contains("\(today) is a backup of another database"), "\(refused.errors)")
        #expect(try daily() == before)
        #expect(FileManager.default.contents(atPath: today) == bytes)
    }

    @Test(
        "are made, and none is removed, where their number is none",
        arguments: ["", "0", "-1", "+1", "014", "1e3", "1000", "two weeks", "99999999999999999999"])
    func wrongNumber(_ count: String) throws {
        let made = try backUp(keeping: count)
        #expect(made.status == 78)
        #expect(made.errors.contains("BACKUPS= of a unit, is \"\(count)\", but"), "\(made.errors)")
        #expect(try daily() == Self.former + ["shop-2027-01-15.db"])
    }

    @Test("need a folder")
    func noFolder() throws {
        let refused = try line.run("backup", line.folder.path("shop.db"), "--keep", "14")
        #expect(refused.status == 73 && refused.errors.contains("Not a directory"), "\(refused.errors)")
    }
}
