// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import JOSE
import SQLiteStorage
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The commands of audit and revocation")
struct AuditCommandTests {
    private let line = CommandLineFixture()
    private let secret = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"

    private var store: SQLiteStore { get throws { try SQLiteStore(path: line.folder.path("shop.db")) } }

    /// A user who is logged in, and the tokens.
    private func login(_ name: String = "ada") throws -> TokenPair {
        let keys = try KeyRing(signing: .secret(Array(secret.utf8)))
        let now = line.now
        let authority = Authority(
            store: try store, keys: keys, hasher: PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 1), clock: { now })
        let client = Client(address: "192.0.2.1")
        if try store.user(named: Username(name)) == nil {
            _ = try authority.register(username: name, password: "Correct1horse", from: client)
        }
        return try authority.login(username: name, password: "Correct1horse", from: client)
    }

    private func session(of token: String) throws -> String {
        let keys = try KeyRing(signing: .secret(Array(secret.utf8)))
        return try #require(try keys.verify(token, now: line.now, Validation()).claims.sessionID)
    }

    @Test("what is done at the command line is written down with the account that did it")
    func console() throws {
        line.environment["SUDO_USER"] = "olga"
        for arguments in [["add", "ada"], ["role", "ada", "admin", "user"], ["revoke", "ada"]] {
            #expect(try line.run(["user"] + arguments, input: "Correct1horse\n").status == 0)
        }
        let output = try line.run("audit").output
        #expect(
            output == """
                2027-01-15T08:00:00Z  add-user        done      olga -> ada  console  (user)
                2027-01-15T08:00:00Z  change-roles    done      olga -> ada  console  (admin,user)
                2027-01-15T08:00:00Z  revoke-user     done      olga -> ada  console  (ended 0 sessions)

                """)
    }

    @Test("the lines are chosen by user and time, and printed as JSON where that is asked for")
    func choose() throws {
        _ = try login("ada")
        line.now += 86_400
        _ = try login("bob")
        func count(_ arguments: String...) throws -> Int {
            try line.run(["audit"] + arguments).output.filter(\.isNewline).count
        }
        #expect(try count() == 4)
        #expect(try count("--user", "ADA") == 2)
        #expect(try count("--user", "nobody") == 0)
        #expect(try count("--since", "0s") == 2)
        #expect(try count("--since", "1440m") == 4)
        #expect(try count("--since", "23h") == 2)
        #expect(try count("--since", "1d") == 4)
        #expect(try count("--since", "2027-01-16") == 2)
        #expect(try count("--since", "2027-01-15T08:00:01Z") == 2)
        let lines = try line.run("audit", "--json", "--user", "bob").output.split(separator: "\n")
        let actions = try lines.map { try JSON(parsing: Array($0.utf8))["action"] }
        #expect(actions == ["register", "login"])
    }

    @Test(
        "a time that is none is one line and 64",
        arguments: [
            "", "x", "1", "1w", "-1h", "yesterday", "25.11.2026", "2026-02-30", "2027-13-01", "2027-01-15x",
            "9999999999d", "2026-02-30T00:00:00Z", "2027-01-15T08:75:00Z", "2027-01-15T24:00:00Z",
            "2027-01-15T08:00:60Z", "2027-01-15T08:00:00+02:00", "2026-02-30T00:00:00+02:00", "2027-01-15T08:00:00",
            "2027-01-15T08:00:00.5Z", "2027-01-15T08:00Z",
        ])
    func badTime(_ text: String) throws {
        let answer = try line.run("audit", "--since=\(text)")
        #expect(answer.status == 64)
        #expect(answer.errors.filter(\.isNewline).count == 1)
        #expect(text.isEmpty || answer.errors.contains(TimeSpecification.allowed), "\(answer.errors)")
    }

    @Test("a database that was rolled back is told by the first command that opens it, and in the audit")
    func rollback() throws {
        let (path, old) = (line.folder.path("shop.db"), line.folder.path("old.db"))
        do { _ = try (login(), store.checkpoint()) }
        try FileManager.default.copyItem(atPath: path, toPath: old)
        _ = try line.run("user", "revoke", "ada")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: old, toPath: path)
        let answer = try line.run("user", "list")
        #expect(answer.status == 0)
        #expect(answer.errors.hasPrefix("shop: warning: the database \(path) is older than it was"), "\(answer.errors)")
        #expect(answer.errors.filter(\.isNewline).count == 1)
        let second = try line.run("audit")
        #expect(second.errors.isEmpty)
        #expect(second.output.contains("rollback        done      - -> -  worker  (ended 1 session)"))
    }

    @Test("user revoke ends all sessions of the user, and no others")
    func revokeUser() throws {
        let (first, second, other) = (try login(), try login(), try login("bob"))
        #expect(try line.run("user", "revoke", "ADA").output == "ended 2 sessions of ada\n")
        for token in [first, second] { #expect(try store.user(of: session(of: token.access)) == nil) }
        #expect(try store.user(of: session(of: other.access)) != nil)
        let unknown = try line.run("user", "revoke", "nobody")
        #expect((unknown.status, unknown.errors) == (67, "shop: there is no user named nobody\n"))
    }

    @Test("token revoke ends the session of the token on standard input, expired or not", arguments: [0, 10_000])
    func revokeToken(_ later: Int64) throws {
        line.environment["JWT_SECRET_KEY"] = secret
        let (pair, other) = (try login(), try login())
        let session = try session(of: pair.access)
        let kept = try self.session(of: other.access)
        line.now += later
        #expect(try line.run("token", "revoke", input: pair.access + "\n").output == "ended a session of ada\n")
        #expect(try store.user(of: session) == nil)
        #expect(try store.user(of: kept) != nil)
        let again = try line.run("token", "revoke", input: "  \(pair.refresh)  ")
        #expect((again.status, again.output) == (0, "that session of ada had ended before\n"))
    }

    @Test("token revoke reads the token from a file")
    func revokeTokenInFile() throws {
        line.environment["JWT_SECRET_KEY"] = secret
        let pair = try login()
        try line.folder.write("token", pair.refresh + "\r\n")
        #expect(try line.run("token", "revoke", line.folder.path("token")).output == "ended a session of ada\n")
    }

    @Test("a token on the command line is refused, and not repeated")
    func tokenAsArgument() throws {
        line.environment["JWT_SECRET_KEY"] = secret
        let pair = try login()
        let answer = try line.run("token", "revoke", pair.access)
        #expect(answer.status == 69)
        #expect(!(answer.errors + answer.output).contains(pair.access.suffix(20)))
        #expect(try store.user(of: session(of: pair.access)) != nil)
    }

    @Test("what is no token of ours is refused", arguments: ["", "\n", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
    func foreignToken(_ text: String) throws {
        line.environment["JWT_SECRET_KEY"] = secret
        _ = try login()
        let answer = try line.run("token", "revoke", input: text)
        #expect(answer.status == 65)
        #expect(answer.errors.filter(\.isNewline).count == 1)
    }

    @Test("a token of another key ends nothing")
    func otherKey() throws {
        let pair = try login()
        line.environment["JWT_SECRET_KEY"] = "AFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"
        #expect(try line.run("token", "revoke", input: pair.access).status == 65)
        #expect(try store.user(of: session(of: pair.access)) != nil)
    }
}
