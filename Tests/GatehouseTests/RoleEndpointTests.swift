// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

@Suite("The endpoints of roles, word for word")
struct RoleEndpointTests {
    let face: Face
    let token: String

    init() throws {
        face = try Face(routes: { _ in
            [Route(.get, "/articles", .permission("articles:write")) { _, _ in .json([:]) }]
        })
        token = try face.administrator("root").token
    }

    private func put(_ name: String, _ body: String) throws -> Answer {
        try face.ask("PUT", "/admin/roles/\(name)", token: token, json: body)
    }

    private func delete(_ name: String, _ query: String = "") throws -> Answer {
        try face.ask("DELETE", "/admin/roles/\(name)", token: token, query: query)
    }

    @Test("a role is made, listed, changed, and deleted when nobody has it")
    func walk() throws {
        let made = try put("editor", #"{"permissions":["articles:*","a:b"]}"#)
        #expect(made.status == 201)
        #expect(
            made.json == [
                "name": "editor", "permissions": ["a:b", "articles:*"], "built_in": false, "users": 0,
            ])
        let changed = try put("editor", #"{"permissions":[]}"#)
        #expect((changed.status, changed.json?["permissions"]) == (200, []))
        let listed = try face.ask("GET", "/admin/roles", token: token)
        #expect(
            listed.json == [
                "roles": [
                    ["name": "admin", "permissions": ["*"], "built_in": true, "users": 1],
                    ["name": "editor", "permissions": [], "built_in": false, "users": 0],
                    ["name": "user", "permissions": [], "built_in": true, "users": 0],
                ]
            ])
        let deleted = try delete("editor")
        #expect((deleted.status, deleted.json) == (200, ["message": "Role deleted successfully"]))
        #expect(try delete("editor").code == "role_not_found")
    }

    @Test("what a role allows binds whoever has it at their next request")
    func binds() throws {
        let alice = try face.login().access
        func status() throws -> Int { try face.ask("GET", "/articles", token: alice).status }
        #expect(try status() == 403)
        for (permissions, expected) in [
            (#""articles:write""#, 200), (#""articles:read""#, 403), (#""articles:*""#, 200), ("", 403), (#""*""#, 200),
        ] {
            #expect(try put("user", #"{"permissions":[\#(permissions)]}"#).status == 200)
            #expect(try status() == expected, "\(permissions)")
        }
    }

    static let badBodies: [(String, String)] = [
        ("", "Request body must be JSON"), ("[]", "Request body must be JSON"),
        ("{}", "Permissions are required"),
        (#"{"permissions":[],"users":1}"#, #"Unknown member "users", allowed is permissions"#),
        (#"{"permissions":"*"}"#, "permissions must be a list of strings"),
        (#"{"permissions":null}"#, "permissions must be a list of strings"),
        (#"{"permissions":["a:b",7]}"#, "permissions must be a list of strings"),
        (
            #"{"permissions":["a:b","articles"]}"#,
            #"Permission "articles" must be resource:action, resource:* or *, in the letters of a role name"#
        ),
    ]

    @Test("a bad list of permissions is 400, and the role stays as it was", arguments: badBodies)
    func badBody(_ body: String, _ sentence: String) throws {
        _ = try put("editor", #"{"permissions":["a:b"]}"#)
        let answer = try put("editor", body)
        #expect((answer.status, answer.error) == (400, sentence))
        #expect(try face.store.roles()[1].permissions == ["a:b"])
    }

    static let badNames = [
        " ", "a b", "a|b", "role:a", "a,b", "*", "-a", "a\tb", "a\u{0}", "аdmin", "ａdmin", "é",
        String(repeating: "x", count: 65), String(repeating: "x", count: 10_240),
    ]

    @Test("a name that could be misread is 400, and no role is made", arguments: badNames)
    func badName(_ name: String) throws {
        let answer = try put(name, #"{"permissions":["*"]}"#)
        #expect((answer.status, answer.code) == (400, "validation_failed"))
        #expect(answer.error?.hasPrefix("Role name \"") == true && answer.response.body.count < 500)
        #expect(try delete(name).code == "role_not_found")
        #expect(try face.store.roles().count == 2)
    }

    @Test("the roles that are built in stay, and admin keeps everything")
    func builtIn() throws {
        for name in ["admin", "user"] {
            for query in ["", "force=true"] {
                let answer = try delete(name, query)
                #expect((answer.status, answer.code) == (409, "role_built_in"))
            }
        }
        #expect(try put("admin", #"{"permissions":["a:b"]}"#).code == "role_built_in")
        #expect(try put("admin", #"{"permissions":["*"]}"#).status == 200)
        let twin = try put("ADMIN", #"{"permissions":["a:b"]}"#)
        #expect((twin.status, twin.code) == (409, "role_exists"))
        #expect(twin.error == "There is a role named admin, spelled in other letters")
        #expect(try face.store.roles().map(\.name) == ["admin", "user"])
    }

    @Test("a role that users have is deleted by force alone")
    func held() throws {
        _ = try put("editor", #"{"permissions":["articles:write"]}"#)
        let alice = try face.login().access
        let id = try #require(try face.store.user(named: Username("alice"))).id
        _ = try face.store.setRoles(of: id, to: ["editor"])
        for query in ["", "force=false", "Force=true"] {
            let answer = try delete("editor", query)
            #expect((answer.status, answer.code) == (409, "role_in_use"))
            #expect(answer.error == "The role is in use by 1 user; ?force=true takes it from them")
        }
        for query in ["force=", "force=1", "force=TRUE", "force", "force=%ff"] {
            #expect(try delete("editor", query).error == "force must be true or false")
        }
        #expect(try face.ask("GET", "/articles", token: alice).status == 200)
        #expect(try delete("editor", "force=true").status == 200)
        #expect(try face.ask("GET", "/articles", token: alice).status == 403)
        #expect(try face.ask("GET", "/profile", token: alice).json?["roles"] == [])
        let lines = try face.store.audit(AuditQuestion(user: "root", limit: 500)).suffix(2)
        #expect(lines.map(\.action) == ["change-roles", "delete-role"])
        #expect(lines.map(\.subject) == ["alice", nil] && lines.last?.detail == "editor")
    }

    @Test("the methods of the paths are told")
    func methods() throws {
        #expect(try face.ask("OPTIONS", "/admin/roles").header("Allow") == "GET, HEAD, OPTIONS")
        #expect(try face.ask("OPTIONS", "/admin/roles/x").header("Allow") == "PUT, DELETE, OPTIONS")
        #expect(try face.ask("HEAD", "/admin/roles", token: token).status == 200)
        #expect(try face.ask("GET", "/admin/roles/admin", token: token).status == 405)
        #expect(try face.ask("PUT", "/admin/roles/", token: token, json: "{}").status == 404)
        #expect(try face.ask("PUT", "/admin/roles/a/b", token: token, json: "{}").status == 404)
    }
}
