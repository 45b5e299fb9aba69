// SPDX-License-Identifier: Apache-2.0

import Auth
import SQLiteStorage
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("Taking users over")
struct ImportCommandTests {
    private let line = CommandLineFixture()
    /// The hash that Flask-Bcrypt made of `Correct1horse`, spelled as the libraries of three decades do.
    private let hash: String

    init() throws {
        hash = try PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 1).hash(Password("Correct1horse"))
    }

    private var store: SQLiteStore { get throws { try SQLiteStore(path: line.folder.path("shop.db")) } }

    private func importing(_ text: String, _ options: String...) throws -> CommandLineFixture.Answer {
        try line.folder.write("users", text)
        return try line.run(["user", "import", line.folder.path("users")] + options)
    }

    private func names() throws -> [String] { try store.allUsers().map(\.name) }

    @Test("users of a CSV file go on with their passwords and roles", arguments: ["$2a$", "$2b$", "$2y$"])
    func csv(_ prefix: String) throws {
        let old = prefix + hash.dropFirst(4)
        let text = "username,password\r\nada,\(old)\r\n\"bob, jr\",\(old),admin\n\ncarol,\(old),\"user;admin\"\n"
        #expect(try importing(text).output == "added 3 users\n")
        #expect(try names() == ["ada", "bob, jr", "carol"])
        #expect(try store.allUsers().map(\.roles) == [["user"], ["admin"], ["admin", "user"]])
        let hasher = PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 1)
        let stored = try #require(try store.credentials(for: Username("ada"))?.passwordHash)
        #expect(try hasher.verify("Correct1horse", against: stored) == .right(outdated: prefix != "$2b$"))
    }

    @Test("a dry run judges and changes nothing")
    func dryRun() throws {
        #expect(try importing("ada,\(hash)\n", "--dry-run").output == "would add 1 users\n")
        #expect(try names().isEmpty)
        #expect(try importing("ada,x\n", "--dry-run").status == 65)
    }

    @Test("all that stands in the way is told, and nobody is added")
    func obstacles() throws {
        _ = try line.run("user", "add", "ada", input: "Correct1horse\n")
        let text =
            "zoe,\(hash)\nADA,\(hash)\nzoe,\(hash)\nyves,\(hash),ghost\nab,\(hash)\nxaver,secret-in-clear\nw1,\(hash),a/b\n"
        let answer = try importing(text)
        #expect(answer.status == 65)
        #expect(answer.output.isEmpty)
        #expect(
            answer.errors.split(separator: "\n") == [
                "shop: line 5: a name has 3 to 80 characters",
                "shop: line 6: the hash is none of bcrypt's ($2a$, $2b$ or $2y$, of a cost from 4 to 20) or yescrypt's "
                    + "($y$, of a cost from 1 to 7)",
                "shop: line 7: a name has 3 to 80 characters",
                "shop: line 2: there is a user named ADA already",
                "shop: line 3: there is a user named zoe already",
                "shop: line 4: there is no role named ghost",
                "shop: nobody was added: 6 of the users cannot be",
            ])
        #expect(try names() == ["ada"])
    }

    private func hash(ofCost cost: Int) -> String { "$2b$\(cost < 10 ? "0" : "")\(cost)$" + hash.dropFirst(7) }

    @Test("a hash that is far costlier than those of today is refused, unless one insists")
    func costly() throws {
        let answer = try importing("ada,\(hash(ofCost: 6))\nbob,\(hash(ofCost: 7))\n")
        #expect(answer.status == 65)
        #expect(
            answer.errors.split(separator: "\n") == [
                "shop: line 2: the hash takes as long as bcrypt of the cost 7, and every check of it would hold up "
                    + "other logins; up to 6 is allowed, two above BCRYPT_LOG_ROUNDS, or any with "
                    + "--allow-costly-hashes",
                "shop: nobody was added: 1 of the users cannot be",
            ])
        #expect(try names().isEmpty)
        let all = "ada,\(hash(ofCost: 4))\nbob,\(hash(ofCost: 5))\ncarol,\(hash(ofCost: 20))\n"
        let allowed = try importing(all, "--allow-costly-hashes")
        #expect(allowed.output == "added 3 users\n")
        #expect(
            allowed.errors == "shop: 2 of the hashes take longer than those that are made here: until their owners log "
                + "in, the time of a wrong password tells these names from others\n")
    }

    @Test("hashes of yescrypt are taken over as well, unless one takes more memory than there is for it")
    func yescrypt() throws {
        let hash = "$y$j75$b34RZVqPpBLNbA56n34Po/$KNc3rTNk0zUHe6rb6rPrtN3GlNFbGZ76xq8Nc9QqzS2"
        let answer = try importing("ada,\(hash)\n")
        #expect(answer.output == "added 1 users\n" && answer.errors.isEmpty)
        let stored = try #require(try store.credentials(for: Username("ada"))?.passwordHash)
        let hasher = PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 1)
        #expect(try hasher.verify("Correct1horse", against: stored) == .right(outdated: true))
        let dearer = hash.replacing("j75", with: "j9T")
        #expect(try importing("bob,\(dearer)\n").errors.contains("as long as bcrypt of the cost 8,"))
        line.environment["BCRYPT_LOG_ROUNDS"] = "12"
        #expect(try importing("bob,\(dearer)\n").errors.isEmpty)
        let largest = hash.replacing("j75", with: "jCT")
        let refused = try importing("carol,\(largest)\n", "--allow-costly-hashes")
        #expect(refused.status == 65)
        #expect(refused.errors.hasPrefix("shop: line 1: the hash is none of bcrypt's"))
    }

    @Test("what is dear is what takes longer than the hashes of the chosen method")
    func dearer() throws {
        line.environment["PASSWORD_HASH"] = "yescrypt"
        line.environment["BCRYPT_LOG_ROUNDS"] = "12"
        let answer = try importing("ada,\(hash(ofCost: 12))\nbob,\(hash(ofCost: 8))\n")
        #expect(answer.output == "added 2 users\n")
        #expect(answer.errors.hasPrefix("shop: 1 of the hashes take longer than"))
    }

    @Test("hashes of the cost of today, or below, are taken over without a word")
    func cheap() throws {
        line.environment["BCRYPT_LOG_ROUNDS"] = "6"
        #expect(try importing("ada,\(hash(ofCost: 6))\nbob,\(hash(ofCost: 4))\n").errors.isEmpty)
    }

    static let malformed: [(text: String, words: String)] = [
        ("ada\n", "line 1: there must be a name, a hash"), ("ada,h,r,x\n", "line 1: there must be a name, a hash"),
        ("ada,h\n\"bob,h\n", "line 2: a quote is opened and never closed"),
        ("ada,h\n\"bob\"x,h\n", "line 2: a field that is quoted ends with its quote"),
        ("ada,\"h\"\"\n", "line 1: a quote is opened and never closed"), ("ada\rbob,h\n", "line 1: a field"),
    ]

    @Test("a malformed file is told with its line, and nobody is added", arguments: malformed)
    func malformedFile(_ text: String, _ words: String) throws {
        let answer = try importing(text)
        #expect(answer.status == 65)
        #expect(answer.errors.contains(words) && answer.errors.filter(\.isNewline).count == 1, "\(answer.errors)")
        #expect(try names().isEmpty)
    }

    @Test(
        "an empty file, or a heading alone, adds nobody",
        arguments: ["", "\n\n", "name,hash,roles\n", "\u{FEFF}name,hash\n"])
    func empty(_ text: String) throws {
        #expect(try importing(text).output == "added 0 users\n")
    }

    @Test("a file that is not there, a folder, and bytes that are no text are told in a line")
    func unreadable() throws {
        #expect(try line.run("user", "import", line.folder.path("none")).status == 69)
        #expect(try line.run("user", "import", "/").status == 69)
        try line.folder.write("users", bytes: [0x61, 0xFF])
        #expect(try line.run("user", "import", line.folder.path("users")).status == 65)
    }

    @Test("a file without end is not read to its end")
    func endless() throws {
        let answer = try line.run("user", "import", "/dev/zero")
        #expect(answer.status == 69)
        #expect(answer.errors == "shop: cannot read /dev/zero: it has more than 67108864 bytes\n")
    }

    @Test("users of another database are taken over, duplicates and all or none")
    func database() throws {
        let other = CommandLineFixture()
        for name in ["ada", "bob"] { _ = try other.run("user", "add", name, input: "Correct1horse\n") }
        let path = other.folder.path("shop.db")
        #expect(try line.run("user", "import", path, "--dry-run").output == "would add 2 users\n")
        #expect(try line.run("user", "import", path).output == "added 2 users\n")
        #expect(try names() == ["ada", "bob"])
        let again = try line.run("user", "import", path)
        #expect(again.status == 65)
        #expect(again.errors.hasPrefix("shop: user 1: there is a user named ada already\n"))
        #expect(try line.run("user", "import", path, "--table", "nothing").status == 65)
        #expect(try line.run("user", "import", path, "--hash-column", "nothing").status == 65)
        let named = [
            "user", "import", path, "--table", "users", "--name-column", "name", "--hash-column", "password_hash",
        ]
        #expect(try line.run(named).status == 65)
    }

    @Test(
        "CSV is that of RFC 4180",
        arguments: [
            ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
            ("\"a\"\"b\",\"c,d\"\n", [["a\"b", "c,d"]]), ("\"a\nb\",c\n", [["a\nb", "c"]]), (",\n", [["", ""]]),
            ("\n", []),
        ])
    func values(_ text: String, _ records: [[String]]) throws {
        #expect(try CommaSeparatedValues(text).records.map(\.fields) == records)
    }
}
