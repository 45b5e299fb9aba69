// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import SQLiteStorage
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The commands about roles")
struct RoleCommandTests {
    private let line = CommandLineFixture()

    private var store: SQLiteStore { get throws { try SQLiteStore(path: line.folder.path("shop.db")) } }

    init() throws { _ = try store }

    private func add(_ name: String, _ role: String) throws {
        #expect(try line.run("user", "add", name, "--role", role, input: "Correct1horse\n").status == 0)
    }

    @Test("set makes and changes a role, list shows it, delete deletes it")
    func walk() throws {
        #expect(try line.run("role", "set", "editor", "b:c", "a:*").output == "made editor: a:*, b:c\n")
        #expect(try line.run("role", "set", "editor", "*").output == "editor allows *\n")
        #expect(try line.run("role", "set", "editor", "--nothing").output == "editor allows nothing\n")
        #expect(try line.run("role", "set", "editor", "a:b", "c:d").status == 0)
        try add("ada", "editor")
        let table = try line.run("role", "list").output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(
            table == [
                ["NAME", "USERS", "KIND", "PERMISSIONS"], ["admin", "0", "built", "in", "*"],
                ["editor", "1", "-", "a:b", "c:d"], ["user", "0", "built", "in", "-"],
            ])
        let json = try JSON(parsing: Array(line.run("role", "list", "--json").output.utf8))
        #expect(
            json["roles"]?.array?[1] == [
                "name": "editor", "permissions": ["a:b", "c:d"], "built_in": false, "users": 1,
            ])
        #expect(try line.run("user", "role", "ada", "user").status == 0)
        #expect(try line.run("role", "delete", "editor").output == "deleted editor\n")
        #expect(try store.roles().map(\.name) == ["admin", "user"])
    }

    @Test("a role that users have is deleted by force alone, and is taken from them")
    func force() throws {
        _ = try line.run("role", "set", "editor", "a:b")
        try add("ada", "editor")
        let refused = try line.run("role", "delete", "editor")
        #expect(refused.status == 65)
        #expect(refused.errors == "shop: the role editor is in use by 1 user; --force takes it from them\n")
        #expect(try line.run("role", "delete", "editor", "--force").output == "deleted editor, which 1 user had\n")
        #expect(try store.user(named: Username("ada"))?.roles == [])
    }

    static let refusals: [(arguments: [String], status: Int32, complaint: String)] = [
        (["delete", "admin"], 65, "admin is built in and cannot be deleted"),
        (["delete", "user", "--force"], 65, "user is built in and cannot be deleted"),
        (["delete", "ghost"], 65, "there is no role named ghost"),
        (["delete", "a\u{1B}[2J"], 65, "there is no role named a\\u{1b}[2J"),
        (["set", "admin", "a:b"], 65, "the role admin allows everything, and only that: *"),
        (["set", "admin", "--nothing"], 65, "the role admin allows everything, and only that: *"),
        (["set", "Admin", "a:b"], 73, "there is a role named admin, spelled in other letters"),
        (
            ["set", "a|b", "a:b"], 65,
            "role name \"a|b\" must be 1-64 letters, digits, _, . or -, a letter or a digit first"
        ),
        (
            ["set", "a\u{1B}[2J", "a:b"], 65,
            "role name \"a\\u{1b}[2J\" must be 1-64 letters, digits, _, . or -, a letter or a digit first"
        ),
        (
            ["set", "editor", "a:b", "write articles"], 65,
            "permission \"write articles\" must be resource:action, resource:* or *, in the letters of a role name"
        ),
    ]

    @Test("what may not be is one line, and changes nothing", arguments: refusals)
    func refuse(_ arguments: [String], _ status: Int32, _ complaint: String) throws {
        let before = try store.roles()
        let answer = try line.run(["role"] + arguments)
        #expect((answer.status, answer.output) == (status, ""))
        #expect(answer.errors == "shop: \(complaint)\n")
        #expect(try store.roles() == before)
    }

    @Test("no command gives a user more roles than a token has room for")
    func tooMany() throws {
        let many = (0..<33).map { "r\($0)" }
        for role in many { _ = try store.set(RoleDefinition(name: role, permissions: []), by: .console("x"), at: 0) }
        try add("ada", "user")
        for arguments in [
            ["user", "role", "ada"] + many, ["user", "add", "bob"] + many.flatMap { ["--role", $0] },
        ] {
            let answer = try line.run(arguments, input: "Correct1horse\n")
            #expect((answer.status, answer.errors) == (65, "shop: a user can have at most 32 roles\n"))
        }
        let hash = "$2b$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde"
        try line.folder.write("users.csv", "bob,\(hash),\(many.joined(separator: " "))\n")
        let answer = try line.run("user", "import", line.folder.path("users.csv"))
        #expect(answer.status == 65)
        #expect(answer.errors.contains("a user can have at most 32 roles"), "\(answer.errors)")
        #expect(try line.run("user", "role", "ada", "a b").errors.hasPrefix("shop: role name \"a b\" must be"))
        #expect(try store.users(after: 0, limit: 9).map(\.roles) == [["user"]])
    }

    @Test("each change is written down with the account that did it")
    func audit() throws {
        line.environment["SUDO_USER"] = "olga"
        for arguments in [["set", "editor", "b:c", "a:b"], ["set", "editor", "b:c", "a:b"], ["delete", "editor"]] {
            #expect(try line.run(["role"] + arguments).status == 0)
        }
        #expect(
            try line.run("audit").output == """
                2027-01-15T08:00:00Z  set-role        done      olga -> -  console  (editor: a:b,b:c)
                2027-01-15T08:00:00Z  delete-role     done      olga -> -  console  (editor)

                """)
    }
}
