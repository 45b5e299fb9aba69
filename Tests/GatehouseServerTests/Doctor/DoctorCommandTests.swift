// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The command doctor")
struct DoctorCommandTests {
    private let line = CommandLineFixture()
    private let host: SoundHost

    init() throws {
        host = try SoundHost()
        try host.write()
        line.environment = [:]
        line.now = timeOfDay()
    }

    /// What depends on the machine that the tests run on.
    private static let ofTheMachine = [
        "clock-behind", "clock-unsynchronized", "disk-space", "sqlite-version", "libfcgi-version", "nginx-version",
    ]

    private func doctor(_ arguments: String..., input: String = "") throws -> CommandLineFixture.Answer {
        let skipped = arguments.contains("--only") ? [] : Self.ofTheMachine.flatMap { ["--skip", $0] }
        let source = arguments.contains("--nginx-config") ? [] : ["--nginx-config", host.folder.file("dump")]
        let common = ["--env-file", host.environmentFile] + source + skipped
        return try line.run(["doctor"] + common + arguments, input: input)
    }

    @Test("says of a sound host that it has found nothing, and exits with 0")
    func sound() throws {
        let answer = try doctor("--strict")
        let count = Check.all.count - Self.ofTheMachine.count
        #expect((answer.status, answer.output) == (0, "\(count) checks have found nothing\n"))
        #expect(answer.errors == "")
    }

    @Test("says of a finding what, where, why and what instead, and exits with 1 for an error")
    func finding() throws {
        chmod(host.environmentFile, 0o644)
        let answer = try doctor("--only", "secret-exposed")
        #expect(answer.status == 1)
        #expect(answer.errors == "shop: found 1 error\n")
        #expect(
            answer.output == """
                error: \(host.environmentFile) has the mode 644
                    where    \(host.environmentFile)
                    why      Whoever has the secret makes tokens for anybody; whoever has nginx's key is the site.
                    instead  chmod o=,g-w \(host.environmentFile)
                    check    secret-exposed

                1 check has found 1 error

                """)
    }

    @Test("prints the same for programs")
    func json() throws {
        host.settings += ["RATELIMIT_ENABLED=false", "BCRYPT_LOG_ROUNDS=3"]
        try host.write()
        let answer = try doctor("--json")
        #expect(answer.status == 1)
        let report = try JSON(parsing: Array(answer.output.utf8))
        #expect(["errors", "warnings", "notes"].map { report[$0]?.integer } == [1, 2, 0])
        let findings = try #require(report["findings"]?.array)
        #expect(findings.map { $0["check"]?.string } == ["configuration", "limits-off", "registration-unlimited"])
        #expect(findings.map { $0["severity"]?.string } == ["error", "warning", "warning"])
        #expect(findings.map { $0["line"]?.integer } == [5, 4, nil])
        #expect(findings[0]["file"]?.string == host.environmentFile)
        #expect(findings[2]["line"] == .null)
        for member in ["what", "why", "instead"] {
            #expect(findings.allSatisfy { $0[member]?.string?.isEmpty == false })
        }
    }

    @Test("lets warnings pass, unless it is told to be strict")
    func strict() throws {
        host.settings.append("BCRYPT_LOG_ROUNDS=9")
        try host.write()
        #expect(try doctor().status == 0)
        #expect(try doctor("--strict").status == 1)
        #expect(try doctor("--strict", "--skip", "hashing-cost").status == 0)
        #expect(try doctor("--strict", "--only", "hashing-cost").status == 1)
    }

    @Test("knows the names of its checks, and no others")
    func names() throws {
        let list = try line.run("doctor", "--list")
        #expect(list.status == 0)
        #expect(
            list.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
                == Check.all.map { Substring($0.id) })
        for option in ["--only", "--skip"] {
            let answer = try line.run("doctor", option, "everything")
            #expect((answer.status, answer.errors) == (64, "shop: there is no check everything; --list shows them\n"))
        }
    }

    @Test("reads what nginx -T says from standard input")
    func input() throws {
        let broken = host.dump.replacing("merge_slashes on;", with: "merge_slashes off;")
        let answer = try doctor("--nginx-config", "-", "--only", "merge-slashes", "--strict", input: broken)
        #expect(answer.status == 1)
        #expect(answer.output.contains("/gatehouse/server.conf:"))
    }

    @Test("refuses what nginx -T has not said with one line")
    func foreign() throws {
        let marker = "# configuration file /n/nginx.conf:\n"
        let cases: [(String, Int32, String)] = [
            ("", 65, "- is no output of `nginx -T`: it has no line \"# configuration file /…:\""),
            ("http { }", 65, "- is no output of `nginx -T`: it has no line \"# configuration file /…:\""),
            (marker + "\nhttp {", 65, "/n/nginx.conf:2: a block is not closed"),
            (marker + "include x;", 65, "/n/nginx.conf:1: the file /n/x is included and is not there"),
        ]
        for (input, status, sentence) in cases {
            let answer = try doctor("--nginx-config", "-", input: input)
            #expect((answer.status, answer.errors) == (status, "shop: \(sentence)\n"))
        }
        let missing = try doctor("--nginx-config", host.folder.file("none"))
        #expect((missing.status, missing.errors) == (66, "shop: there is no file \(host.folder.file("none"))\n"))
    }

    @Test("says which file it cannot read")
    func unreadableFile() throws {
        let (folder, shut) = (host.folder.path, host.folder.file("shut"))
        let answer = try doctor("--nginx-config", folder)
        #expect((answer.status, answer.errors) == (66, "shop: cannot read \(folder): Is a directory\n"))
        // Root may read what it likes.
        guard geteuid() != 0 else { return }
        try host.dump.write(toFile: shut, atomically: true, encoding: .utf8)
        chmod(shut, 0o200)
        let refused = try doctor("--nginx-config", shut)
        #expect((refused.status, refused.errors) == (66, "shop: cannot read \(shut): Permission denied\n"))
    }

    @Test("finds what is wrong with settings that cannot be read at all")
    func unreadable() throws {
        let answer = try line.run(
            "doctor", "--env-file", "/nowhere/x.env", "--nginx-config", host.folder.file("dump"), "--only",
            "configuration")
        #expect(answer.status == 1)
        #expect(
            answer.output.hasPrefix("error: cannot read /nowhere/x.env: no such file\n    where    /nowhere/x.env\n"))
    }

    @Test("shows no terminal what a file tells it to do")
    func printable() throws {
        host.dump = host.dump.replacing("merge_slashes on;", with: "merge_slashes off;")
            .replacing("server_name localhost;", with: "server_name \"a\u{1B}[2Jb\";")
        try host.write()
        let answer = try doctor("--only", "merge-slashes")
        #expect(answer.output.contains(#"server a\u{1b}[2Jb has merge_slashes off"#))
    }

    @Test("has its checks in the documentation")
    func documented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let article = root.appending(path: "Sources/Gatehouse/Documentation.docc/Doctor.md")
        let text = try String(contentsOf: article, encoding: .utf8)
        let begin = try #require(text.firstRange(of: "<!-- checks -->\n"))
        let end = try #require(text.firstRange(of: "<!-- /checks -->"))
        #expect(text[begin.upperBound..<end.lowerBound] == Check.markdown, "`doctor --markdown` prints it")
    }

    @Test("wraps its lines at words")
    func wrapping() {
        #expect("a bb ccc dddd".wrapped(columns: 6, margin: 2) == "a bb\n  ccc\n  dddd\n")
        #expect("  a bb".wrapped(columns: 4, margin: 2) == "  a\n  bb\n")
        #expect("".wrapped(columns: 4, margin: 2) == "\n")
        #expect("abcdefgh i".wrapped(columns: 4, margin: 0) == "abcdefgh\ni\n")
    }
}
