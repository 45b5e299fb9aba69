// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import JOSE
import SQLiteStorage
import Testing

@testable import GatehouseServer

@Suite("The commands about keys")
struct KeyCommandTests {
    private let line = CommandLineFixture()

    init() { line.environment["JWT_KEYS_FILE"] = line.folder.path("keys.json") }

    /// The cells of a listing below its head.
    private func rows(_ answer: CommandLineFixture.Answer) -> [[String]] {
        answer.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ").map(String.init) }
    }

    private func names(_ answer: CommandLineFixture.Answer, _ status: String) -> [String] {
        rows(answer).filter { $0[2] == status }.map { $0[0] }
    }

    @Test("a key is made, signs, verifies and retires, one step a command")
    func life() throws {
        let made = try line.run("key", "generate", "--id", "first")
        #expect(made.status == 0, "\(made.errors)")
        #expect(rows(made).map { $0[1...2] } == [["ES256", "current"], ["ES256", "next"]])
        #expect(rows(made)[0][3] == "2027-01-15T08:00:00Z")
        let next = names(made, "next")
        let rotated = try line.run("key", "rotate")
        #expect(names(rotated, "current") == next)
        #expect(names(rotated, "verifying") == ["first"])
        #expect(names(rotated, "next").count == 1)
        let retired = try line.run("key", "retire", "first")
        #expect(names(retired, "retired") == ["first"])
        #expect(try line.run("key", "list").output == retired.output)
    }

    @Test("what is done to the keys is in the audit, and what changes nothing is not")
    func audit() throws {
        let store = try SQLiteStore(path: line.folder.path("shop.db"))
        let made = try line.run("key", "generate", "--id", "first")
        #expect(made.errors.isEmpty)
        let next = names(made, "next")[0]
        let rotated = try line.run("key", "rotate")
        for _ in 1...2 { #expect(try line.run("key", "retire", "first").status == 0) }
        #expect(try line.run("key", "retire", "none").status == 65)
        let last = names(rotated, "next")[0]
        _ = try line.run("key", "retire", "--", last)
        _ = try line.run("key", "generate", "--id", "other")
        let records = try store.audit(AuditQuestion())
        #expect(
            records.map { "\($0.action) \($0.detail ?? "")" } == [
                "generate-key first,\(next)", "rotate-keys \(next) signs", "retire-key first", "retire-key \(last)",
                "generate-key other",
            ])
        #expect(records.allSatisfy { $0.actor != nil && $0.address == "console" && $0.result == "done" })
    }

    @Test("where there is no database that is said, and the deed stands")
    func noAudit() throws {
        let made = try line.run("key", "generate", "--id", "first")
        #expect(made.status == 0 && names(made, "current") == ["first"])
        #expect(
            made.errors.hasPrefix("shop: warning: this is not in the audit, since DATABASE_URL: there is no database"),
            "\(made.errors)")
        #expect(made.errors.filter(\.isNewline).count == 1)
        #expect(access(line.folder.path("shop.db"), F_OK) != 0)
        line.environment["DATABASE_URL"] = nil
        let rotated = try line.run("key", "rotate")
        #expect(rotated.status == 0 && names(rotated, "verifying") == ["first"])
        #expect(rotated.errors.contains("not in the audit, since DATABASE_URL is not set"), "\(rotated.errors)")
    }

    @Test("every algorithm can be had, whatever the case of its name", arguments: Algorithm.allCases)
    func algorithms(_ algorithm: Algorithm) throws {
        let made = try line.run("key", "generate", "--algorithm", algorithm.rawValue.lowercased())
        #expect(rows(made).map { $0[1] } == [algorithm.rawValue, algorithm.rawValue], "\(made.errors)")
    }

    @Test("another algorithm comes by the next key")
    func change() throws {
        _ = try line.run("key", "generate", "--algorithm", "HS256")
        let next = try names(line.run("key", "list"), "next")[0]
        _ = try line.run("key", "retire", "--", next)
        let made = try line.run("key", "generate", "--algorithm", "EdDSA", "--id", "other")
        #expect(names(made, "next") == ["other"], "\(made.errors)")
        #expect(try rows(line.run("key", "rotate")).first { $0[2] == "current" }?[1] == "EdDSA")
    }

    @Test("the list in JSON shows nothing that could sign")
    func object() throws {
        _ = try line.run("key", "generate", "--id", "first")
        let object = try JSON(parsing: Array(line.run("key", "list", "--json").output.utf8.dropLast()))
        let keys = try #require(object["keys"]?.array)
        #expect(keys.count == 2)
        #expect(
            keys[0] == ["kid": "first", "alg": "ES256", "status": "current", "since": .integer(line.now)])
    }

    static let refusals: [(arguments: [String], status: Int32, words: String)] = [
        (["retire", "first"], 65, "the key \"first\" signs: rotate, and retire it then"),
        (["retire", "none"], 65, "no key has the ID \"none\""),
        (["generate"], 65, "is next already"),
        (["generate", "--id", "a/b"], 65, "is next already"),
        (["generate", "--algorithm", "none"], 64, "none"),
        (["retire"], 64, "id"),
    ]

    @Test("what cannot be is refused, and changes nothing", arguments: refusals)
    func refused(_ arguments: [String], _ status: Int32, _ words: String) throws {
        _ = try line.run("key", "generate", "--id", "first")
        let before = try line.folder.text("keys.json")
        let answer = try line.run(["key"] + arguments)
        #expect(answer.status == status)
        #expect(answer.errors.contains(words), "\(answer.errors)")
        #expect(answer.output.isEmpty)
        #expect(try line.folder.text("keys.json") == before)
    }

    @Test("without a file, or without its name, they say what to do")
    func nothing() throws {
        for command in [["list"], ["rotate"], ["retire", "x"]] {
            let answer = try line.run(["key"] + command)
            #expect(answer.status == 78)
            #expect(answer.errors.contains("keys.json: there is none; `key generate` makes one"), "\(answer.errors)")
        }
        line.environment["JWT_KEYS_FILE"] = line.folder.path("none/keys.json")
        #expect(try line.run("key", "generate").status == 73)
        line.environment["JWT_KEYS_FILE"] = nil
        #expect(try line.run("key", "generate").errors.contains("JWT_KEYS_FILE is not set"))
    }

    @Test("config check judges the key file too, and needs no secret beside it")
    func check() throws {
        line.environment["BCRYPT_LOG_ROUNDS"] = nil
        #expect(try line.run("config", "check").status == 78)
        _ = try line.run("key", "generate")
        let good = try line.run("config", "check")
        #expect(good.status == 0, "\(good.errors)")
        chmod(line.folder.path("keys.json"), 0o644)
        let exposed = try line.run("config", "check")
        #expect(exposed.status == 78)
        #expect(exposed.errors.contains("others than its owner may read"), "\(exposed.errors)")
        #expect(exposed.errors.filter(\.isNewline).count == 1)
    }
}
