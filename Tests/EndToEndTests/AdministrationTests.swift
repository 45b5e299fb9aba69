// SPDX-License-Identifier: Apache-2.0

import JOSE
import TestSupport
import Testing

@Suite("Users and roles, administered through nginx and at the command line")
struct AdministrationTests {
    let host = Host.shared

    /// An administrator of the shared host, and a token of theirs.
    private func administrator() throws -> String {
        let name = Host.someone("admin")
        #expect(try host.gatehouse("user", "add", name, "--role", "admin", input: "Correct1horse\n").status == 0)
        return try host.post("/login", Host.credentials(name)).access
    }

    private func ask(_ method: String, _ path: String, _ token: String, _ body: String) throws -> Reply {
        try host.curl(path, "--json", body, "--request", method, "--header", "Authorization: Bearer \(token)")
    }

    private func id(of name: String, _ token: String) throws -> Int64 {
        var cursor = ""
        while true {
            let page = try #require(try host.get("/admin/users?limit=500\(cursor)", token: token).json)
            let user = page["users"]?.array?.first { $0["username"] == .string(name) }
            if let id = user?["id"]?.integer { return id }
            cursor = "&after=\(try #require(page["next"]?.string))"
        }
    }

    @Test("a role is made, given, changed and taken away, and binds its holder at once")
    func walk() throws {
        let (root, name, role) = (try administrator(), Host.someone(), Host.someone("role"))
        let token = try host.login(name).access
        let path = try "/admin/users/\(id(of: name, root))"
        #expect(try ask("PUT", "/admin/roles/\(role)", root, #"{"permissions":["a:b"]}"#).status == 201)
        #expect(try ask("PATCH", path, root, #"{"roles":["\#(role)","admin"]}"#).json?["role"] == "admin")
        #expect(try host.get("/admin/roles", token: token).status == 200)
        #expect(try host.gatehouse("role", "set", role, "a:*").standardOutput == "\(role) allows a:*\n")
        let roles = try host.get("/admin/roles", token: token).json?["roles"]?.array
        #expect(roles?.first { $0["name"] == .string(role) }?["permissions"] == ["a:*"])
        #expect(try host.ask("DELETE", "/admin/roles/\(role)", token: root).code == "role_in_use")
        #expect(try host.gatehouse("role", "delete", role).status == 65)
        #expect(try host.gatehouse("role", "delete", role, "--force").status == 0)
        #expect(try host.get("/profile", token: token).json?["roles"] == ["admin"])
        #expect(try ask("PATCH", path, root, #"{"disabled":true}"#).status == 200)
        #expect(try host.get("/profile", token: token).code == "token_revoked")
        #expect(try host.ask("DELETE", path, token: root).status == 200)
        #expect(try host.get(path, token: root).code == "user_not_found")
        let audit = try host.gatehouse("audit", "--user", name).standardOutput
        #expect(audit.split(separator: "\n").count == 6, "\(audit)")
    }

    static let badNames: [(path: String, status: Int)] = [
        ("a%7Cb", 400), ("a%20b", 400), ("role:a", 400), ("a,b", 400), ("%2A", 400), ("a%0D%0AX:y", 400), ("-a", 400),
        ("%D0%B0dmin", 400), ("%EF%BD%81dmin", 400), ("a%00", 400), ("%FF", 400), ("a%252Fb", 400), ("", 404),
        ("a%2Fb", 404), ("..", 404), ("%2E%2E", 404), ("admin", 409), ("ADMIN", 409),
        (String(repeating: "x", count: 4000), 400),
    ]

    @Test("whatever stands in the place of a role's name, no role is made of it", arguments: badNames)
    func refused(_ path: String, _ status: Int) throws {
        let root = try administrator()
        let reply = try ask("PUT", "/admin/roles/\(path)", root, #"{"permissions":[]}"#)
        #expect(reply.status == status, "\(reply.body)")
        #expect(try JSON(parsing: Array(reply.body.utf8))["code"] != nil)
        let names = try host.get("/admin/roles", token: root).json?["roles"]?.array?.compactMap { $0["name"]?.string }
        let roles = try #require(names)
        #expect(roles.allSatisfy { $0.wholeMatch(of: #/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}/#) != nil }, "\(roles)")
        #expect(Set(roles.map { $0.lowercased() }).count == roles.count)
    }

    @Test("a page of another origin may ask for it, and methods are told")
    func methods() throws {
        let options = try host.curl("/admin/users/1", "--request", "OPTIONS")
        #expect((options.status, options.header("Allow")) == (204, "GET, PATCH, DELETE, HEAD, OPTIONS"))
        let head = try host.curl(
            "/admin/users?limit=1", "--head", "--header", "Authorization: Bearer \(administrator())")
        #expect((head.status, head.body) == (200, ""))
        #expect(try host.curl("/admin/roles/x", "--request", "POST").header("Allow") == "PUT, DELETE, OPTIONS")
    }
}
