// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import SQLiteStorage
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The command line")
struct CommandTests {
    private let line = CommandLineFixture()

    @Test("--version and --help answer on standard output")
    func help() throws {
        #expect(try line.run("--version").output == gatehouseVersion + "\n")
        for arguments in [
            ["--help"], ["help"], ["user"], ["help", "user"], ["serve", "--help"], ["limits", "--help"],
        ] {
            let answer = try line.run(arguments)
            #expect(answer.status == 0)
            #expect(answer.output.contains("shop"))
            #expect(answer.errors.isEmpty)
        }
    }

    static let mistakes: [[String]] = [
        ["bogus"], ["--bogus"], ["user", "bogus"], ["config", "bogus"], ["serve", "--threads", "1"],
        ["serve", "--threads", "x"], ["serve", "--threads", "4097"], ["serve", "--max-connections", "0"],
        ["serve", "--drain-timeout", "-1"], ["serve", "--listen", "tcp:80"], ["serve", "--protocol", "http"],
        ["serve", "--env-file"], ["limits", "lift"], ["user", "role", "ada"],
        ["role", "set"], ["role", "set", "editor"], ["role", "set", "editor", "a:b", "--nothing"], ["role", "delete"],
    ]

    @Test("a command line that makes no sense is one line and exit code 64", arguments: mistakes)
    func mistake(_ arguments: [String]) throws {
        let answer = try line.run(arguments)
        #expect(answer.status == 64)
        #expect(answer.output.isEmpty)
        #expect(answer.errors.hasPrefix("shop: ") && answer.errors.filter(\.isNewline).count == 1, "\(answer.errors)")
    }

    @Test("the manual has every exit code", arguments: GatehouseServer.ExitStatus.allCases.map(\.rawValue))
    func exitCode(_ status: Int32) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let manual = try String(contentsOf: root.appending(path: ".make/manual"), encoding: .utf8)
        #expect(manual.contains("\n    \"\(status)\": \""))
    }

    @Test("every command reads the file of --env-file")
    func envFile() throws {
        try line.folder.write("other.env", "DATABASE_URL=sqlite:///\(line.folder.path("other.db"))\n")
        line.environment = [:]
        #expect(try line.run("user", "list").status == 78)
        do { _ = try SQLiteStore(path: line.folder.path("other.db")) }
        for command in [["user", "list"], ["limits", "list"], ["limits", "lift", "x"], ["purge"], ["config"]] {
            #expect(try line.run(command + ["--env-file", line.folder.path("other.env")]).status == 0)
        }
    }

    @Test(
        "what only names other commands shows them beside --env-file, too, as a shell's function adds it",
        arguments: ["", "user", "role", "key", "token", "limits"])
    func envFileOfGroup(_ group: String) throws {
        let words = group.isEmpty ? [] : [group]
        let page = try line.run(words + ["--help"])
        let answer = try line.run(words + ["--env-file", line.folder.path("shop.env")])
        #expect((answer.status, answer.errors) == (0, ""))
        #expect(answer.output == page.output && page.output.contains("SUBCOMMANDS"))
    }

    @Test("--env-file may stand before a command, within it or behind it", arguments: 0...2)
    func envFilePlace(_ place: Int) throws {
        try line.folder.write("other.env", "DATABASE_URL=sqlite:///\(line.folder.path("other.db"))\n")
        line.environment = [:]
        do { _ = try SQLiteStore(path: line.folder.path("other.db")) }
        var words = ["user", "list"]
        words.insert(contentsOf: ["--env-file", line.folder.path("other.env")], at: place)
        let answer = try line.run(words)
        #expect((answer.status, answer.errors) == (0, ""))
    }

    static let modest = [
        ["user", "list"], ["user", "role", "ada", "user"], ["user", "delete", "ada"], ["limits", "list"],
        ["limits", "lift", "x"], ["purge"], ["role", "list"], ["role", "set", "editor", "a:b"],
        ["role", "delete", "x"],
    ]

    @Test("no command but serve and user add makes a database at a path that was perhaps mistyped", arguments: modest)
    func missing(_ command: [String]) throws {
        let answer = try line.run(command)
        #expect(answer.status == 66)
        #expect(answer.errors.hasPrefix("shop: DATABASE_URL: there is no database \(line.folder.path("shop.db"))"))
        #expect(access(line.folder.path("shop.db"), F_OK) != 0)
        #expect(access(line.folder.path("shop.db-lock"), F_OK) != 0)
    }

    @Test("config shows, config check judges")
    func config() throws {
        let shown = try line.run("config")
        #expect(shown.status == 0)
        #expect(shown.output.contains(#/BCRYPT_LOG_ROUNDS +4 /#))
        let judged = try line.run("config", "check")
        #expect(judged.status == 78)
        #expect(
            judged.errors.split(separator: "\n").map { $0.prefix(37) } == [
                "shop: warning: BCRYPT_LOG_ROUNDS is 4", "shop: JWT_SECRET_KEY is not set; it m",
            ])
        line.environment["JWT_SECRET_KEY"] = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"
        line.environment["BCRYPT_LOG_ROUNDS"] = nil
        let good = try line.run("config", "check")
        #expect(good.status == 0)
        #expect(good.output == "the configuration is in order\n")
        #expect(good.errors.isEmpty)
        line.environment["LOG_LEVEL"] = "loud"
        line.environment["JWT_DECODE_LEEWAY"] = "-1"
        #expect(try line.run("config", "check").errors.filter(\.isNewline).count == 2)
    }

    @Test("config --example and --markdown print what is made from the table")
    func documents() throws {
        #expect(try line.run("config", "--example").output == Settings.example)
        #expect(try line.run("config", "--markdown").output == Settings.tables)
    }

    @Test("routes lists those of every Gatehouse and the application's own, without secret and database")
    func routes() throws {
        line.environment = ["GATEHOUSE_BASE_PATH": "/auth"]
        let answer = try line.run("routes")
        let rows = answer.output.split(separator: "\n").map { row in
            row.split(separator: " ", maxSplits: 2).map { String($0).trimmed }
        }
        #expect(rows.contains(["POST", "/auth/login", "anyone"]))
        #expect(rows.contains(["GET", "/auth/admin/users", "role admin"]))
        #expect(rows.contains(["PATCH", "/auth/admin/users/{id}", "role admin"]))
        #expect(rows.contains(["PUT", "/auth/admin/roles/{name}", "role admin"]))
        #expect(rows.last == ["GET", "/auth/wares/{id}", "permission wares:read"])
    }

    @Test("limits are listed, and lifted by any spelling of the name")
    func limits() throws {
        let store = try SQLiteStore(path: line.folder.path("shop.db"))
        let limit = RateLimit(attempts: 1, seconds: 3600)
        let ada = RateCharge(scope: "login-failures", subject: try Username("ada").key, limit: limit)
        let address = RateCharge(scope: "login", subject: "192.0.2.1", limit: limit)
        for charge in [ada, address] { _ = try store.charge([charge], at: line.now) }
        line.now += 600
        let listed = try line.run("limits", "list").output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(listed.contains(["ada", "login-failures", "1", "per", "hour", "3000", "s"]))
        #expect(listed.contains(["192.0.2.1", "login", "1", "per", "hour", "3000", "s"]))
        #expect(try line.run("limits", "lift", "ADA").output == "lifted the limits of ADA\n")
        #expect(try line.run("limits", "lift", "192.0.2.1").output == "lifted the limits of 192.0.2.1\n")
        #expect(try line.run("limits", "lift", "192.0.2.1").output == "nothing was counted for 192.0.2.1\n")
        #expect(try store.exhausted(at: line.now).isEmpty)
    }

    @Test("that limits were lifted is in the audit, with an address, but with no name that nobody has")
    func liftedInAudit() throws {
        let store = try SQLiteStore(path: line.folder.path("shop.db"))
        try store.add(Username("Ada"), passwordHash: "hash", roles: [], at: line.now)
        let limit = RateLimit(attempts: 1, seconds: 3600)
        for subject in ["ada", "192.0.2.1", "2001:db8:0:0::/64", "my.password1"] {
            _ = try store.charge([RateCharge(scope: "login", subject: subject, limit: limit)], at: line.now)
        }
        for name in ["ADA", "192.0.2.1", "2001:db8:0:0::/64", "My.Password1", "192.0.2.1"] {
            #expect(try line.run("limits", "lift", name).status == 0)
        }
        let records = try store.audit(AuditQuestion()).filter { $0.action == "lift-limits" }
        #expect(records.map(\.subject) == ["Ada", nil, nil, nil])
        #expect(records.map(\.detail) == [nil, "192.0.2.1", "2001:db8:0:0::/64", nil])
    }

    @Test("purge removes what has ended, in as many slices as it takes, and nothing else")
    func purge() throws {
        let store = try SQLiteStore(path: line.folder.path("shop.db"))
        for number in 0..<12 {
            let limit = RateLimit(attempts: 2, seconds: number < 10 ? 10 : 1_000_000)
            _ = try store.charge([RateCharge(scope: "login", subject: "\(number)", limit: limit)], at: line.now)
        }
        line.now += 1000
        let now = line.now
        #expect(try store.purge(at: now, margin: 0, limit: 3) == 3)
        let purging = Purging(store: store, leeway: 0, auditAge: 1_000_000, author: .housekeeping, slice: 2)
        #expect(try purging.all { now } == Removal(count: 7, leap: nil))
        #expect(try line.run("purge").output == "removed 0 rows\n")
        line.now += 1_000_000
        let last = try line.run("purge")
        #expect(last.output == "removed 2 rows\n" && last.status == 0)
        #expect(
            last.errors.hasPrefix(
                "shop: warning: the clock may have leapt, since nothing is known of the time from 2027-01-15T08:16:40Z "
            ), "\(last.errors)")
        line.now += 86_400
        #expect(try line.run("purge").errors == "")
    }

    @Test("an answer that cannot be written is no success")
    func full() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let ends = Pipe()
        let host = Host(environment: line.environment, output: full, errors: ends.writing)
        #expect(Shop.run(["config", "--example"], in: host) == 74)
        ends.closeWriting()
        #expect(ends.read(1000) == "shop: cannot write to standard output: No space left on device\n")
    }

    static let databases: [(url: String, status: Int32, words: String)] = [
        ("sqlite:////nowhere/at/all.db", 73, "/nowhere/at"),
        ("sqlite:////etc/hostname", 65, "not an SQLite database"),
        ("sqlite:////dev", 69, "/dev"),
        ("mysql://h/x", 78, "DATABASE_URL is \"mysql://h/x\""),
    ]

    @Test("a database that cannot be used is told in one line", arguments: databases)
    func database(_ url: String, _ status: Int32, _ words: String) throws {
        line.environment["DATABASE_URL"] = url
        let answer = try line.run("user", "list")
        #expect(answer.status == status, "\(answer.errors)")
        #expect(answer.errors.contains(words) && answer.errors.filter(\.isNewline).count == 1, "\(answer.errors)")
    }
}
