// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@Suite("The endpoints that administer users, word for word")
struct AdministrationTests {
    let face: Face
    let root: (id: User.ID, token: String)

    init() throws {
        face = try Face()
        root = try face.administrator("root")
    }

    /// A registered user and an access token of theirs.
    private func member(_ name: String = "alice") throws -> (id: User.ID, token: String) {
        let token = try face.login(name).access
        return (try #require(try face.store.user(named: Username(name))).id, token)
    }

    private func patch(_ id: User.ID, _ body: String, by token: String? = nil) throws -> Answer {
        try face.ask("PATCH", "/admin/users/\(id)", token: token ?? root.token, json: body)
    }

    @Test("a user is shown, changed and deleted")
    func walk() throws {
        let (id, token) = try member()
        let path = "/admin/users/\(id)"
        let shown = try face.ask("GET", path, token: root.token)
        #expect(shown.status == 200)
        #expect(shown.json?.members?.map(\.name) == ["id", "username", "role", "roles", "disabled", "created_at"])
        #expect(shown.json?["id"] == .integer(id) && shown.json?["username"] == "alice")
        let changed = try patch(id, #"{"roles":["user","admin","user"]}"#)
        #expect(changed.status == 200)
        #expect(changed.json?["roles"] == ["admin", "user"] && changed.json?["role"] == "admin")
        #expect(try face.ask("GET", "/admin/users", token: token).status == 200)
        #expect(try patch(id, #"{"roles":[]}"#).json?["roles"] == [])
        #expect(try face.ask("GET", "/admin/users", token: token).code == "insufficient_permissions")
        #expect(try patch(id, #"{"disabled":true}"#).json?["disabled"] == true)
        #expect(try face.ask("GET", "/profile", token: token).code == "token_revoked")
        #expect(try patch(id, #"{"roles":["user"],"disabled":false}"#).json?["disabled"] == false)
        let again = try face.login().access
        let deleted = try face.ask("DELETE", path, token: root.token)
        #expect((deleted.status, deleted.json) == (200, ["message": "User deleted successfully"]))
        #expect(try face.ask("GET", "/profile", token: again).code == "token_revoked")
        for method in ["GET", "DELETE"] {
            let gone = try face.ask(method, path, token: root.token)
            #expect((gone.status, gone.code, gone.error) == (404, "user_not_found", "User not found"))
        }
        #expect(try patch(id, #"{"disabled":true}"#).status == 404)
    }

    static let badIDs = [
        "0", "-1", "+1", "01", "1 ", "99", "x", "1.0", "1e0", "９", "9223372036854775807", "9223372036854775808", "1;",
        String(repeating: "9", count: 10_240),
    ]

    @Test("an id that nobody has is 404, however it is spelled", arguments: badIDs)
    func badID(_ id: String) throws {
        for (method, body) in [("GET", nil), ("PATCH", #"{"disabled":true}"#), ("DELETE", nil)] {
            let answer = try face.ask(method, "/admin/users/\(id)", token: root.token, json: body)
            #expect((answer.status, answer.code) == (404, "user_not_found"))
        }
        #expect(try face.ask("GET", "/profile", token: root.token).status == 200)
    }

    static let badChanges: [(String, Int, String)] = [
        ("", 400, "Request body must be JSON"), ("[]", 400, "Request body must be JSON"),
        (#"{"disabled":true,"disabled":false}"#, 400, "Request body must be JSON"),
        ("{}", 400, "Roles or disabled are required"),
        (#"{"role":"admin"}"#, 400, #"Unknown member "role", allowed is roles and disabled"#),
        (#"{"roles":["user"],"Disabled":true}"#, 400, #"Unknown member "Disabled", allowed is roles and disabled"#),
        (#"{"disabled":true,"id":7}"#, 400, #"Unknown member "id", allowed is roles and disabled"#),
        (#"{"disabled":1}"#, 400, "disabled must be true or false"),
        (#"{"disabled":"true"}"#, 400, "disabled must be true or false"),
        (#"{"disabled":null}"#, 400, "disabled must be true or false"),
        (#"{"roles":"user"}"#, 400, "roles must be a list of strings"),
        (#"{"roles":null,"disabled":true}"#, 400, "roles must be a list of strings"),
        (#"{"roles":["user",null]}"#, 400, "roles must be a list of strings"),
        (#"{"roles":[["user"]]}"#, 400, "roles must be a list of strings"),
        (#"{"roles":{"user":true}}"#, 400, "roles must be a list of strings"),
        (#"{"roles":["ghost"],"disabled":true}"#, 400, "There is no role named ghost"),
        (#"{"roles":["Admin"]}"#, 400, "There is no role named Admin"),
        (
            #"{"roles":["user|admin"]}"#, 400,
            #"Role name "user|admin" must be 1-64 letters, digits, _, . or -, a letter or a digit first"#
        ),
        (
            #"{"roles":[""]}"#, 400,
            #"Role name "" must be 1-64 letters, digits, _, . or -, a letter or a digit first"#
        ),
    ]

    @Test("a bad change is 400 with the first thing that is wrong, and changes nothing", arguments: badChanges)
    func badChange(_ body: String, _ status: Int, _ sentence: String) throws {
        let (id, token) = try member()
        let answer = try patch(id, body)
        #expect((answer.status, answer.error) == (status, sentence))
        #expect(try face.ask("GET", "/profile", token: token).json?["roles"] == ["user"])
    }

    @Test("what is long is cut in the complaint, and too many roles are one")
    func long() throws {
        let (id, _) = try member()
        let name = String(repeating: "x", count: 10_240)
        for body in [#"{"roles":["\#(name)"]}"#, #"{"\#(name)":1}"#] {
            let answer = try patch(id, body)
            #expect(answer.status == 400)
            #expect(answer.response.body.count < 300)
        }
        let many = (0..<33).map { #""r\#($0)""# }.joined(separator: ",")
        #expect(try patch(id, #"{"roles":[\#(many)]}"#).error == "A user can have at most 32 roles")
    }

    @Test("administrators do not shut themselves out, be they the last or not", arguments: [false, true])
    func ownAccount(_ hasColleague: Bool) throws {
        if hasColleague { _ = try face.administrator("other") }
        let before = try face.store.audit(AuditQuestion(limit: 500)).count
        for body in [#"{"roles":["user"]}"#, #"{"roles":[]}"#, #"{"disabled":true}"#] {
            let answer = try patch(root.id, body)
            #expect((answer.status, answer.code) == (409, "own_account"))
            #expect(answer.error == "Administrators cannot demote, disable or delete themselves")
        }
        let answer = try face.ask("DELETE", "/admin/users/\(root.id)", token: root.token)
        #expect((answer.status, answer.code) == (409, "own_account"))
        #expect(try face.store.audit(AuditQuestion(limit: 500)).count == before)
        // What leaves them administrators is theirs to change.
        #expect(try patch(root.id, #"{"roles":["user","admin"],"disabled":false}"#).status == 200)
        #expect(try face.ask("GET", "/admin/users", token: root.token).status == 200)
    }

    @Test("who is demoted between their admission and their deed does it no longer")
    func overtaken() throws {
        let other = try face.administrator("other")
        let (id, token) = try member()
        let grant = try face.authority.admit(access: other.token)
        #expect(try patch(other.id, #"{"roles":["user"]}"#).status == 200)
        let change = try face.authority.amend(
            id, UserAmendment(isDisabled: true), by: grant, from: Client(address: "192.0.2.1"))
        #expect(change == .forbidden)
        let revocation = try face.authority.revokeUser(
            named: "alice", by: grant, from: Client(address: "192.0.2.1"))
        #expect(revocation == .forbidden)
        #expect(try face.ask("GET", "/profile", token: token).status == 200)
    }

    @Test("what a token says of roles counts for nothing, neither for its owner nor against them")
    func claims() throws {
        let (id, before) = try member()
        #expect(try patch(id, #"{"roles":["admin"]}"#).status == 200)
        let promoted = try face.login().access
        #expect(try face.read(promoted)["roles"] == ["admin"])
        for token in [before, promoted] { #expect(try face.ask("GET", "/admin/roles", token: token).status == 200) }
        #expect(try patch(id, #"{"roles":["user"]}"#).status == 200)
        for token in [before, promoted] {
            #expect(try face.ask("GET", "/admin/roles", token: token).code == "insufficient_permissions")
        }
    }

    @Test("every change is a line that says who, what, to whom and from where")
    func audit() throws {
        let (id, _) = try member()
        let variables = [("REQUEST_ID", "abc")]
        for body in [#"{"roles":["admin"],"disabled":true}"#, #"{"disabled":false}"#] {
            _ = try face.ask("PATCH", "/admin/users/\(id)", token: root.token, json: body, variables)
        }
        _ = try face.ask("DELETE", "/admin/users/\(id)", token: root.token, variables)
        let lines = try face.store.audit(AuditQuestion(user: "root", limit: 500)).suffix(4)
        #expect(lines.map(\.action) == ["change-roles", "disable", "enable", "delete"])
        #expect(lines.map(\.detail) == ["admin", nil, nil, nil])
        for line in lines {
            #expect((line.actor, line.subject, line.address) == ("root", "alice", "192.0.2.1"))
            #expect((line.requestID, line.result) == ("abc", "done"))
        }
    }

    @Test("the methods of a path are told, and HEAD answers as GET")
    func methods() throws {
        #expect(try face.ask("OPTIONS", "/admin/users/1").header("Allow") == "GET, PATCH, DELETE, HEAD, OPTIONS")
        #expect(try face.ask("HEAD", "/admin/users/\(root.id)", token: root.token).status == 200)
        #expect(try face.ask("PUT", "/admin/users/\(root.id)", token: root.token).status == 405)
    }
}
