// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("A stranger's walk, with curl through nginx")
struct WalkTests {
    let host = Host.shared

    @Test("register, log in, look, go on, be robbed, log out")
    func walk() throws {
        let name = Host.someone()
        let registered = try host.post("/register", Host.credentials(name))
        #expect(registered.status == 201)
        #expect(registered.json == ["message": "User created successfully"])

        let first = try host.post("/login", Host.credentials(name))
        #expect(first.status == 200)
        #expect(first.header("Cache-Control") == "no-store")
        #expect(try host.get("/profile", token: first.access).json?["username"] == .string(name))
        #expect(try host.get("/items", token: first.access).body == #"{"items":["widget","gadget","tool"]}"#)

        let second = try host.ask("POST", "/refresh", token: first.refresh)
        #expect(second.status == 200)
        let replay = try host.ask("POST", "/refresh", token: first.refresh)
        #expect(replay.status == 401)
        #expect(replay.error == "Token has been revoked")
        #expect(try host.get("/profile", token: second.access).code == "token_revoked")

        let third = try host.post("/login", Host.credentials(name))
        let logout = try host.ask("DELETE", "/logout", token: third.access)
        #expect(logout.json == ["message": "Token revoked successfully"])
        #expect(try host.get("/profile", token: third.access).error == "Token has been revoked")
    }

    @Test("the greeting knows a user and greets a guest")
    func greeting() throws {
        let name = Host.someone()
        let token = try host.login(name).access
        #expect(try host.curl("/greeting").body.contains("guest"))
        #expect(try host.get("/greeting", token: token).body.contains(name))
        #expect(try host.get("/greeting", token: "rubbish").status == 401)
    }

    @Test("an administrator made on the command line lists the users; nobody else does")
    func administrator() throws {
        let name = Host.someone("admin")
        let made = try host.gatehouse("user", "add", name, "--role", "admin", input: "Correct1horse\n")
        #expect(made.status == 0, "\(made.standardError)")
        let token = try host.post("/login", Host.credentials(name)).access
        let users = try host.get("/admin/users?limit=500", token: token)
        #expect(users.status == 200)
        #expect(users.json?["users"]?.array?.contains { $0["username"] == .string(name) } == true)
        let other = try host.login(Host.someone()).access
        #expect(try host.get("/admin/users", token: other).code == "insufficient_permissions")
    }

    @Test("what the command line changes binds the workers at their next request")
    func commandLine() throws {
        let name = Host.someone()
        let token = try host.login(name).access
        #expect(try host.get("/admin/users", token: token).status == 403)
        #expect(try host.gatehouse("user", "role", name, "admin").status == 0)
        #expect(try host.get("/admin/users", token: token).status == 200)
        let second = Host.someone("second")
        #expect(try host.gatehouse("user", "add", second, "--role", "admin", input: "Correct1horse\n").status == 0)
        #expect(try host.gatehouse("user", "disable", name).status == 0)
        #expect(try host.get("/profile", token: token).code == "token_revoked")
        #expect(try host.post("/login", Host.credentials(name)).error == "Invalid username or password")
        #expect(try host.gatehouse("user", "enable", name).status == 0)
        let again = try host.post("/login", Host.credentials(name)).access
        #expect(try host.gatehouse("user", "delete", name).status == 0)
        #expect(try host.get("/profile", token: again).code == "token_revoked")
    }

    @Test("the log has a JSON line for every request, and no token, password or cookie in any")
    func log() throws {
        let name = Host.someone()
        let pair = try host.login(name)
        let answer = try host.curl(
            "/profile?jwt=\(pair.access)", "-H", "Authorization: Bearer \(pair.access)", "-H", "Cookie: c=secret-cookie"
        )
        let id = try #require(answer.header("X-Request-ID"))
        #expect(eventually { host.log.contains(id) })
        let line = try #require(host.log.split(separator: "\n").first { $0.contains(id) })
        let entry = try JSON(parsing: Array(line.utf8))
        #expect(entry["path"] == "/profile")
        #expect(entry["method"] == "GET")
        #expect(entry["status"] == 200)
        #expect(entry["user"] == .string(name))
        #expect(entry["address"] == "127.0.0.1")
        for secret in [pair.access, pair.refresh, "Correct1horse", "secret-cookie", Host.secret] {
            #expect(!host.log.contains(secret))
        }
    }
}
