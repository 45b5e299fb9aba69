// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The units of every day")
struct DailyUnitTests {
    private let folder: TemporaryDirectory
    private var settings: String { folder.file("gatehouse.env") }

    init() throws {
        folder = try TemporaryDirectory()
        try run("mkdir", folder.file("backups"))
        let text = "DATABASE_URL=sqlite:///\(folder.file("gatehouse.db"))\nBCRYPT_LOG_ROUNDS=4\n"
        try text.write(toFile: settings, atomically: false, encoding: .utf8)
    }

    private func text(ofUnit name: String) throws -> String {
        try String(contentsOf: Host.root.appending(path: "systemd/gatehouse-\(name).service"), encoding: .utf8)
    }

    /// Runs what the unit runs, with the program, the settings and the backups where they are here; a shell takes its
    /// line as systemd does.
    private func start(_ unit: String) throws -> Output {
        let lines = try text(ofUnit: unit).split(separator: "\n")
        let environment = lines.filter { $0.hasPrefix("Environment=") }.map { $0.dropFirst("Environment=".count) }
        let command = try #require(lines.first { $0.hasPrefix("ExecStart=") }).dropFirst("ExecStart=".count)
            .replacing("/usr/bin/gatehouse", with: Host.binary("gatehouse"))
            .replacing("/etc/gatehouse/gatehouse.env", with: settings)
            .replacing("/var/backups/gatehouse", with: folder.file("backups"))
        return try run("sh", "-c", (environment + [command]).joined(separator: "; "), environment: [:])
    }

    @Test("make a backup, and remove what has had its time")
    func database() throws {
        let added = try run(
            Host.binary("gatehouse"), "user", "add", "alice", "--env-file", settings, input: "Correct1horse\n",
            environment: [:])
        #expect(added.status == 0, "\(added.standardError)")
        for unit in ["backup", "purge"] {
            let ended = try start(unit)
            #expect(ended.status == 0, "\(unit): \(ended.standardError)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("backups")).count == 1)
    }

    @Test("say that there is no database, which is no failure", arguments: ["backup", "purge"])
    func noDatabase(_ unit: String) throws {
        let ended = try start(unit)
        #expect(ended.status == 66)
        #expect(ended.standardError.contains("DATABASE_URL: there is no database"), "\(ended.standardError)")
        #expect(try text(ofUnit: unit).contains("\nSuccessExitStatus=NOINPUT\n"))
        #expect(try !text(ofUnit: unit).contains("ConditionPathExists"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("backups")).isEmpty)
    }
}
