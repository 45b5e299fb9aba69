// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc
import JOSE
import TestSupport
import Testing

@testable import Gatehouse

@Suite("The endpoints of sessions, word for word")
struct SessionEndpointTests {
    let face: Face

    init() throws { face = try Face() }

    private func administrator() throws -> String {
        let token = try face.login("admin1").access
        let user = try #require(try face.store.user(named: Username("admin1")))
        try face.store.setRoles(of: user.id, to: ["admin"])
        return token
    }

    private func sessions(_ token: String) throws -> [JSON] {
        try face.ask("GET", "/sessions", token: token).json?["sessions"]?.array ?? []
    }

    @Test("one's own sessions are listed, with what is known of each")
    func list() throws {
        let first = try face.login()
        let variables = [("HTTP_USER_AGENT", "Lynx")]
        let second = try face.ask("POST", "/login", json: Face.credentials(), variables)
        _ = try face.login("bob")
        let list = try sessions(first.access)
        #expect(list.count == 2)
        #expect(
            list.first?.members?.map(\.name) == [
                "id", "created_at", "last_used_at", "expires_at", "address", "user_agent", "current",
            ])
        let mine = try #require(list.first { $0["current"] == true })
        let other = try #require(list.first { $0["current"] == false })
        #expect(mine["user_agent"] == .null)
        #expect(other["user_agent"] == "Lynx" && other["address"] == "192.0.2.1")
        #expect(other["created_at"] == other["last_used_at"])
        #expect(try sessions(second.access).first { $0["current"] == true }?["id"] == other["id"])
    }

    @Test("a session that is ended is dead at once, and ended twice is 404")
    func end() throws {
        let (first, second) = (try face.login(), try face.login())
        let other = try sessions(first.access).first { $0["current"] == false }?["id"]?.string ?? ""
        let answer = try face.ask("DELETE", "/sessions/\(other)", token: first.access)
        #expect(answer.status == 200)
        #expect(answer.json == ["message": "Session ended successfully"])
        #expect(try face.ask("GET", "/profile", token: second.access).code == "token_revoked")
        #expect(try face.ask("POST", "/refresh", token: second.refresh).code == "token_revoked")
        let again = try face.ask("DELETE", "/sessions/\(other)", token: first.access)
        #expect(again.status == 404)
        #expect(again.json == ["error": "Session not found", "code": "session_not_found"])
        #expect(try face.ask("GET", "/profile", token: first.access).status == 200)
    }

    @Test("another user's session is answered as one that nobody has")
    func foreign() throws {
        let (mine, theirs) = (try face.login().access, try face.login("bob").access)
        let id = try sessions(theirs).first?["id"]?.string ?? ""
        let answer = try face.ask("DELETE", "/sessions/\(id)", token: mine)
        let unknown = try face.ask("DELETE", "/sessions/AAAAAAAAAAAAAAAAAAAAAA", token: mine)
        #expect(answer.status == 404 && answer.response.body == unknown.response.body)
        #expect(try face.ask("GET", "/profile", token: theirs).status == 200)
    }

    @Test(
        "a malformed id is a session that nobody has",
        arguments: [
            "x", " ", "%00", "..", "' OR 1=1 --", "null", "*", "a,b", "é", String(repeating: "A", count: 60_000),
        ])
    func malformed(_ id: String) throws {
        let token = try face.login().access
        #expect(try face.ask("DELETE", "/sessions/\(id)", token: token).status == 404)
        #expect(try face.ask("GET", "/profile", token: token).status == 200)
    }

    @Test("all sessions end, this one too")
    func logoutAll() throws {
        let (first, second, bob) = (try face.login(), try face.login(), try face.login("bob"))
        let answer = try face.ask("DELETE", "/logout-all", token: first.access)
        #expect(answer.status == 200)
        #expect(answer.json == ["message": "All sessions ended successfully"])
        for token in [first.access, second.access] {
            #expect(try face.ask("GET", "/profile", token: token).code == "token_revoked")
        }
        #expect(try face.ask("GET", "/profile", token: bob.access).status == 200)
    }

    static let guarded: [(String, String)] = [
        ("GET", "/sessions"), ("DELETE", "/sessions/x"), ("DELETE", "/logout-all"), ("PUT", "/password"),
        ("POST", "/admin/revoke-user"), ("GET", "/admin/audit"), ("GET", "/admin/users"), ("GET", "/admin/users/1"),
        ("PATCH", "/admin/users/1"), ("DELETE", "/admin/users/1"), ("GET", "/admin/roles"), ("PUT", "/admin/roles/x"),
        ("DELETE", "/admin/roles/x"),
    ]

    @Test("nobody comes in without an access token", arguments: guarded)
    func access(_ method: String, _ path: String) throws {
        #expect(try face.ask(method, path).code == "token_required")
        #expect(try face.ask(method, path, token: face.login().refresh).code == "token_invalid")
        if path.hasPrefix("/admin") {
            #expect(try face.ask(method, path, token: face.login().access).code == "insufficient_permissions")
        }
    }

    private func password(_ token: String, _ current: String, _ new: String) throws -> Answer {
        let body = #"{"current_password":"\#(current)","new_password":"\#(new)"}"#
        return try face.ask("PUT", "/password", token: token, json: body)
    }

    @Test("a password is changed by whoever has just shown the present one")
    func changePassword() throws {
        let (first, second) = (try face.login(), try face.login())
        let answer = try password(first.access, "Correct1horse", "Another2horse")
        #expect(answer.status == 200)
        #expect(answer.json == ["message": "Password changed successfully"])
        #expect(try face.ask("GET", "/profile", token: first.access).status == 200)
        #expect(try face.ask("GET", "/profile", token: second.access).code == "token_revoked")
        #expect(try face.ask("POST", "/login", json: Face.credentials()).status == 401)
        #expect(try face.ask("POST", "/login", json: Face.credentials("alice", "Another2horse")).status == 200)
        let renewed = try face.ask("POST", "/refresh", token: first.refresh)
        #expect(try password(renewed.access, "Another2horse", "Correct1horse").code == "fresh_token_required")
    }

    static let badChanges: [(String, Int, String)] = [
        ("", 400, "Request body must be JSON"), ("[]", 400, "Request body must be JSON"),
        ("{}", 400, "Current password and new password are required"),
        (#"{"current_password":"Correct1horse"}"#, 400, "Current password and new password are required"),
        (#"{"current_password":1,"new_password":2}"#, 400, "Current password and new password are required"),
        (#"{"current_password":"","new_password":"A"}"#, 400, "Current password and new password are required"),
        (#"{"current_password":"x","new_password":"short"}"#, 400, "Password must be at least 10 characters"),
        (#"{"current_password":"x","new_password":"lowercase1"}"#, 400, "Password must contain an uppercase letter"),
        (#"{"current_password":"x","new_password":"Another2horse"}"#, 401, "Invalid username or password"),
    ]

    @Test("a bad change is answered with the first thing that is wrong with it", arguments: badChanges)
    func badChange(_ body: String, _ status: Int, _ sentence: String) throws {
        let answer = try face.ask("PUT", "/password", token: face.login().access, json: body)
        #expect(answer.status == status)
        #expect(answer.error == sentence)
        #expect(try face.ask("POST", "/login", json: Face.credentials()).status == 200)
    }

    @Test("a password that another request has changed meanwhile is a conflict")
    func raced() {
        let problem = Problem(.passwordChanged)
        #expect((problem.status, problem.code) == (409, "password_changed"))
        #expect(problem.sentence == "Password was changed by another request")
    }

    @Test("an administrator revokes a user; what is issued afterwards is good")
    func revokeUser() throws {
        let admin = try administrator()
        let before = try face.login("alice")
        let answer = try face.ask("POST", "/admin/revoke-user", token: admin, json: #"{"username":" ALICE "}"#)
        #expect(answer.status == 200)
        #expect(answer.json == ["message": "All tokens of the user revoked successfully"])
        let after = try face.login("alice")
        #expect(try face.ask("GET", "/profile", token: before.access).code == "token_revoked")
        #expect(try face.ask("GET", "/profile", token: after.access).status == 200)
        #expect(try face.ask("GET", "/profile", token: admin).status == 200)
    }

    static let badRevocations: [(String, Int, String)] = [
        (#"{"username":"nobody"}"#, 404, "user_not_found"), (#"{"username":"a"}"#, 404, "user_not_found"),
        (#"{"username":""}"#, 400, "validation_failed"), (#"{"username":["alice"]}"#, 400, "validation_failed"),
        ("{}", 400, "validation_failed"), ("", 400, "body_not_json"),
    ]

    @Test("a user who is not there is 404, a body that names none 400", arguments: badRevocations)
    func badRevocation(_ body: String, _ status: Int, _ code: String) throws {
        let answer = try face.ask("POST", "/admin/revoke-user", token: administrator(), json: body)
        #expect((answer.status, answer.code) == (status, code))
    }

    @Test("who asks for what is an administrator's and may not is in the audit, once an hour however often they ask")
    func refusedAdministration() throws {
        let (alice, bob, admin) = (try face.login().access, try face.login("bob").access, try administrator())
        func lines() throws -> [String] {
            try face.store.audit(AuditQuestion()).filter { $0.action == "administer" }.map {
                "\($0.actor ?? "-") \($0.result) \($0.count) at \($0.address): \($0.detail ?? "")"
            }
        }
        for _ in 1...5 {
            for token in [alice, bob] {
                #expect(try face.ask("GET", "/admin/users", token: token).code == "insufficient_permissions")
            }
        }
        _ = try face.ask("POST", "/admin/revoke-user", token: alice, json: #"{"username":"bob"}"#)
        _ = try face.ask("GET", "/admin/users", token: admin)
        _ = try face.ask("GET", "/admin/users", token: "x")
        _ = try face.ask("GET", "/admin/users")
        let first = [
            "alice failed 1 at 192.0.2.1: GET /admin/users", "bob failed 1 at 192.0.2.1: GET /admin/users",
            "alice failed 1 at 192.0.2.1: POST /admin/revoke-user",
        ]
        #expect(try lines() == first)
        face.clock.advance(by: 1700)
        _ = try face.ask("GET", "/admin/users", token: alice)
        #expect(try lines() == first)
        face.clock.advance(by: 1900)
        _ = try face.ask("GET", "/admin/users", token: face.login().access)
        #expect(try lines() == first + ["alice failed 1 at 192.0.2.1: GET /admin/users"])
    }

    @Test("a refusal that cannot be written down is told as such, and written when it can be")
    func unwrittenRefusal() throws {
        let face = try Face(patience: .milliseconds(100))
        let token = try face.login().access
        let lock = open(face.store.path + "-lock", O_RDWR)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX) == 0)
        #expect(try face.ask("GET", "/admin/users", token: token).status == 503)
        #expect(flock(lock, LOCK_UN) == 0)
        #expect(try face.ask("GET", "/admin/users", token: token).status == 403)
        #expect(try face.store.audit(AuditQuestion()).contains { $0.action == "administer" })
    }

    @Test("an administrator reads the audit, by user, by time, page by page")
    func audit() throws {
        let admin = try administrator()
        _ = try face.ask("POST", "/login", json: Face.credentials(), [("REQUEST_ID", "abc")])
        _ = try face.login("alice")
        _ = try face.ask("POST", "/login", json: Face.credentials("alice", "Wrong1horse"), [("REQUEST_ID", "abc")])
        func lines(_ query: String) throws -> [JSON] {
            try face.ask("GET", "/admin/audit", token: admin, query: query).json?["audit"]?.array ?? []
        }
        let alice = try lines("user=ALICE")
        #expect(alice.map { $0["action"] } == ["register", "login", "login"])
        #expect(alice.map { $0["result"] } == ["done", "done", "failed"])
        #expect(alice.last?["request_id"] == "abc" && alice.last?["address"] == "192.0.2.1")
        #expect(try lines("limit=1").count == 1)
        let first = try #require(alice.first?["id"]?.integer)
        #expect(try lines("user=alice&after=\(first)&limit=1").map { $0["action"] } == ["login"])
        #expect(try lines("since=\(Int64.max)").isEmpty)
        #expect(try lines("user=nobody").isEmpty)
    }

    @Test(
        "a malformed page is 400",
        arguments: [
            "limit=0", "limit=501", "limit=x", "limit=", "after=-1", "after=x", "after=", "after=9223372036854775808",
            "since=-1", "since=yesterday", "since=", "since=1e3", "after=%31%00", "limit=%2B5", "after=+5", "since=%ff",
            "user=%ff", "user=alice%", "user=%C3%28", "limit=-0", "limit=٣",
        ])
    func badPage(_ query: String) throws {
        let answer = try face.ask("GET", "/admin/audit", token: administrator(), query: query)
        #expect((answer.status, answer.code) == (400, "page_invalid"))
    }
}
