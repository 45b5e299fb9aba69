// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import SQLiteStorage
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The commands about users")
struct UserCommandTests {
    private let line = CommandLineFixture()
    private let password = "Correct1horse\n"

    private var store: SQLiteStore {
        get throws { try SQLiteStore(path: line.folder.path("shop.db")) }
    }

    private func user(_ name: String) throws -> User? {
        try store.user(named: Username(name))
    }

    @Test("add makes a user with the password of standard input")
    func add() throws {
        let answer = try line.run("user", "add", " Ada ", input: password)
        #expect(answer.status == 0)
        #expect(answer.output == "added Ada: user\n")
        #expect(answer.errors.isEmpty)
        #expect(try user("ada")?.roles == ["user"])
        #expect(try user("ada")?.createdAt == line.now)
        let hash = try #require(try store.credentials(for: Username("ada"))?.passwordHash)
        let hasher = PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 0)
        #expect(try hasher.verify("Correct1horse", against: hash) == .right(outdated: false))
    }

    @Test("add hashes by the chosen method")
    func addWithYescrypt() throws {
        line.environment["PASSWORD_HASH"] = "yescrypt"
        #expect(try line.run("user", "add", "ada", input: password).status == 0)
        let hash = try #require(try store.credentials(for: Username("ada"))?.passwordHash)
        #expect(hash.hasPrefix("$y$j9T$"))
    }

    @Test("add gives the roles that are named, and no others")
    func addWithRoles() throws {
        let answer = try line.run("user", "add", "ada", "--role", "admin", "--role", "user", input: password)
        #expect(answer.output == "added ada: admin, user\n")
        #expect(try line.run("user", "add", "bob", "--role", "admin", input: password).status == 0)
        #expect(try user("bob")?.roles == ["admin"])
    }

    static let refusals: [(arguments: [String], input: String, status: Int32, words: String)] = [
        (["ada"], "", 65, "no password came on standard input"),
        (["ada"], "short\n", 65, "a password has at least 10 characters"),
        (["ada"], "nocapital1\n", 65, "upper-case letter"),
        (["ada"], "NoDigitHere\n", 65, "a digit"),
        (["ada"], "A1" + String(repeating: "x", count: 71) + "\n", 65, "at most 72 bytes"),
        (["ada"], String(repeating: "x", count: 9000), 65, "too long"),
        (["ab"], "Correct1horse\n", 65, "a name has 3 to 80 characters"),
        (["a\u{1B}da"], "Correct1horse\n", 65, "no control characters"),
        (["ada", "--role", "chef"], "Correct1horse\n", 65, "there is no role named chef"),
        ([], "", 64, "name"),
        (["ada", "Correct1horse"], "", 64, "Unexpected argument"),
        (["ada", "--password", "Correct1horse"], "", 64, "Unknown option '--password'"),
    ]

    @Test("add refuses what registration would refuse, in one line, and makes nobody", arguments: refusals)
    func refuse(_ arguments: [String], _ input: String, _ status: Int32, _ words: String) throws {
        let answer = try line.run(["user", "add"] + arguments, input: input)
        #expect(answer.status == status)
        #expect(answer.output.isEmpty)
        #expect(answer.errors.hasPrefix("shop: ") && answer.errors.filter(\.isNewline).count == 1)
        #expect(answer.errors.contains(words), "\(answer.errors)")
        #expect(try store.users(after: 0, limit: 10).isEmpty)
    }

    @Test("add takes no name twice, in whatever case, and asks for no password then")
    func taken() throws {
        #expect(try line.run("user", "add", "ada", input: password).status == 0)
        let answer = try line.run("user", "add", "ADA")
        #expect(answer.status == 73)
        #expect(answer.errors == "shop: there is a user named ADA already\n")
    }

    @Test("list shows all, however many, as a table and as JSON")
    func list() throws {
        let store = try store
        for number in 0..<5 {
            _ = try store.add(Username("user\(number)"), passwordHash: "x", roles: ["user"], at: 0)
        }
        #expect(try store.allUsers(2).map(\.id) == [1, 2, 3, 4, 5])
        #expect(try store.allUsers(5).map(\.id) == [1, 2, 3, 4, 5])
        let table = try line.run("user", "list").output.split(separator: "\n")
        #expect(table.count == 6)
        #expect(table[0].split(separator: " ") == ["ID", "NAME", "ROLES", "STATE", "CREATED"])
        #expect(table[1].split(separator: " ") == ["1", "user0", "user", "enabled", "1970-01-01T00:00:00Z"])
        let json = try JSON(parsing: Array(line.run("user", "list", "--json").output.utf8))
        #expect(json["users"]?.array?.count == 5)
        #expect(
            json["users"]?.array?.first == [
                "id": 1, "username": "user0", "role": "user", "roles": ["user"], "disabled": false, "created_at": 0,
            ])
    }

    @Test("role, disable, enable, password and delete change the user")
    func change() throws {
        _ = try line.run("user", "add", "root", "--role", "admin", input: password)
        _ = try line.run("user", "add", "ada", input: password)
        #expect(try line.run("user", "role", "Ada", "user", "admin").output == "ada has the roles admin, user\n")
        #expect(try user("ada")?.roles == ["admin", "user"])
        #expect(try line.run("user", "disable", "ada").output == "disabled ada\n")
        #expect(try user("ada")?.isDisabled == true)
        #expect(try line.run("user", "enable", "ada").output == "enabled ada\n")
        #expect(try user("ada")?.isDisabled == false)
        let before = try store.credentials(for: Username("ada"))?.passwordHash
        let answer = try line.run("user", "password", "ada", input: "Another1horse\n")
        #expect(answer.output == "changed the password of ada\n")
        #expect(try store.credentials(for: Username("ada"))?.passwordHash != before)
        #expect(try line.run("user", "delete", "ada").output == "deleted ada\n")
        #expect(try user("ada") == nil)
    }

    @Test("a user who is disabled or has another password has no session any more", arguments: ["disable", "password"])
    func sessions(_ command: String) throws {
        _ = try line.run("user", "add", "root", "--role", "admin", input: password)
        _ = try line.run("user", "add", "ada", input: password)
        let store = try store
        let credentials = try #require(try store.credentials(for: Username("ada")))
        let session = Session(
            id: "s", userID: credentials.userID, refreshDigest: TokenDigest(tokenID: "t"), createdAt: line.now,
            expiresAt: line.now + 100, client: Client(address: "::1"))
        _ = try store.open(session, verified: credentials.passwordHash)
        #expect(try store.user(of: "s") != nil)
        #expect(try line.run("user", command, "ada", input: "Another1horse\n").status == 0)
        #expect(try store.user(of: "s") == nil)
    }

    @Test(
        "nobody is changed who is not there",
        arguments: [
            ["role", "bob", "user"], ["disable", "bob"], ["enable", "bob"], ["password", "bob"], ["delete", "bob"],
        ])
    func unknown(_ arguments: [String]) throws {
        _ = try store
        let answer = try line.run(["user"] + arguments, input: password)
        #expect(answer.status == 67)
        #expect(answer.errors == "shop: there is no user named bob\n")
    }

    @Test(
        "the last administrator stays one",
        arguments: [["role", "root", "user"], ["disable", "root"], ["delete", "root"]])
    func lastAdministrator(_ arguments: [String]) throws {
        _ = try line.run("user", "add", "root", "--role", "admin", input: password)
        let answer = try line.run(["user"] + arguments)
        #expect(answer.status == 65)
        #expect(answer.errors == "shop: root is the last administrator; make another one first\n")
        #expect(try user("root")?.roles == ["admin"])
    }
}
