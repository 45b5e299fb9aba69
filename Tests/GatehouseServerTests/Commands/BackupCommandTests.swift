// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQLiteStorage
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The commands about backups")
struct BackupCommandTests {
    private let line = CommandLineFixture()
    private let backup: String
    private let database: String

    init() throws {
        (backup, database) = (line.folder.path("backup.db"), line.folder.path("shop.db"))
        _ = try line.run("user", "add", "ada", input: "Correct1horse\n")
    }

    @Test("a backup is made, examined and restored, and each says what it holds")
    func round() throws {
        #expect(
            try line.run("backup", backup).output
                == "wrote \(backup): 1 user, 0 sessions alive, last changed 2027-01-15T08:00:00Z\n")
        #expect(
            try line.run("verify", backup).output
                == "\(backup) is sound: 1 user, 0 sessions alive, last changed 2027-01-15T08:00:00Z\n")
        line.now += 60
        _ = try line.run("user", "add", "bob", input: "Correct1horse\n")
        #expect(
            try line.run("verify").output
                == "\(database) is sound: 2 users, 0 sessions alive, last changed 2027-01-15T08:01:00Z\n")
        line.now += 60
        #expect(
            try line.run("restore", backup).output == """
                restored \(database): 1 user, 0 sessions alive, last changed 2027-01-15T08:00:00Z
                every session in it was ended
                the former database is \(database).replaced-20270115T080200Z

                """)
        #expect(try line.run("user", "list").output.contains("ada"))
        #expect(try !line.run("user", "list").output.contains("bob"))
        let actions = try line.run("audit").output.split(separator: "\n").map { $0.split(separator: " ")[1] }
        #expect(actions == ["add-user", "restore"])
    }

    @Test("what cannot be is one line, and the exit code says of what kind it is")
    func refusals() throws {
        _ = try line.run("backup", backup)
        try line.folder.write("text", "not one of ours")
        let store = try SQLiteStore(path: database)
        let refusals: [(arguments: [String], status: Int32, words: String)] = [
            (["verify", "/none"], 66, "there is no file /none"),
            (["restore", "/none"], 66, "there is no file /none"),
            (["verify", line.folder.path("text")], 65, "it is not an SQLite database"),
            (["restore", line.folder.path("text")], 65, "it is not an SQLite database"),
            (["backup", line.folder.path("text")], 73, "is left alone"),
            (["backup", database], 73, "is left alone"),
            (["backup", "/none/at/all"], 73, "No such file or directory"),
            (["restore", backup], 75, "is in use: stop the workers"),
            (["restore"], 64, "<path>"), (["backup"], 64, "<path>"),
        ]
        for (arguments, status, words) in refusals {
            let answer = try line.run(arguments)
            #expect(answer.status == status, "\(arguments): \(answer.errors)")
            #expect(
                answer.errors.hasPrefix("shop: ") && answer.errors.contains(words), "\(arguments): \(answer.errors)")
        }
        try store.checkReadiness()
    }

    @Test("no backup of nothing, and no restoring into a folder that is not there")
    func nothing() throws {
        _ = try line.run("backup", backup)
        line.environment["DATABASE_URL"] = "sqlite:///\(line.folder.path("none.db"))"
        #expect(try line.run("backup", backup).status == 66)
        #expect(try line.run("verify").status == 66)
        #expect(try line.run("restore", backup).status == 0)
        line.environment["DATABASE_URL"] = "sqlite:////nowhere/at/all.db"
        #expect(try line.run("restore", backup).status == 73)
        #expect(access("/nowhere", F_OK) != 0)
    }
}
