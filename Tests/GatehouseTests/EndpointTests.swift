// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import TestSupport
import Testing

@testable import Gatehouse

@Suite("The standard endpoints, word for word")
struct EndpointTests {
    let face: Face

    init() throws { face = try Face() }

    @Test("a registration answers 201, the same name again 409")
    func register() throws {
        let first = try face.ask("POST", "/register", json: Face.credentials())
        #expect(first.status == 201)
        #expect(first.json == ["message": "User created successfully"])
        let second = try face.ask("POST", "/register", json: Face.credentials("ALICE"))
        #expect(second.status == 409)
        #expect(second.json == ["error": "Username already exists", "code": "username_taken"])
    }

    static let badBodies: [(String, String)] = [
        ("", "Request body must be JSON"), ("nonsense", "Request body must be JSON"),
        ("[]", "Request body must be JSON"), ("\"alice\"", "Request body must be JSON"),
        (#"{"username":"alice","username":"bob","password":"Correct1horse"}"#, "Request body must be JSON"),
        (#"{"username":"alice","password":"Correct1horse",}"#, "Request body must be JSON"),
        ("\u{feff}" + Face.credentials(), "Request body must be JSON"),
        ("{}", "Username and password are required"),
        (#"{"username":"alice"}"#, "Username and password are required"),
        (#"{"username":"alice","password":12345}"#, "Username and password are required"),
        (#"{"username":["alice"],"password":"Correct1horse"}"#, "Username and password are required"),
        (#"{"username":"","password":"Correct1horse"}"#, "Username and password are required"),
        (Face.credentials("ab"), "Username must be 3-80 characters"),
        (Face.credentials("ab", "short"), "Username must be 3-80 characters"),
        (Face.credentials("abc", "short"), "Password must be at least 10 characters"),
        (Face.credentials("abc", "lowercase1"), "Password must contain an uppercase letter"),
        (Face.credentials("abc", "Lowercases"), "Password must contain a digit"),
        (Face.credentials("abc", "A1" + String(repeating: "x", count: 71)), "Password must be at most 72 bytes"),
        (Face.credentials(#"a\u0000bc"#), "Username must not contain control characters"),
        (Face.credentials("abc", #"Correct1\u0000horse"#), "Password must not contain a NUL character"),
    ]

    @Test("a bad body is answered 400 with the first thing that is wrong with it", arguments: badBodies)
    func bodies(_ body: String, _ sentence: String) throws {
        let answer = try face.ask("POST", "/register", json: body)
        #expect(answer.status == 400)
        #expect(answer.error == sentence)
    }

    @Test("invalid UTF-8 in a body is no JSON")
    func invalidUTF8() throws {
        let environment = try CGIEnvironment.post("/register")
        let body = Array(#"{"username":"al"#.utf8) + [0xff] + Array(#"ce","password":"Correct1horse"}"#.utf8)
        let answer = Answer(response: face.api.respond(to: .init(environment: environment, body: body)))
        #expect(answer.status == 400)
        #expect(answer.error == "Request body must be JSON")
    }

    @Test("a body of another media type is answered 415")
    func mediaType() throws {
        let answer = try face.ask(
            "POST", "/login", [("CONTENT_TYPE", "application/x-www-form-urlencoded")])
        #expect(answer.status == 415)
        #expect(answer.error == "Request body must be JSON")
    }

    @Test("a login answers a pair of tokens that no cache may keep")
    func login() throws {
        let answer = try face.login()
        #expect(answer.status == 200)
        #expect(answer.json?["token_type"] == "Bearer")
        #expect(answer.json?["expires_in"] == 1800)
        #expect(answer.header("Cache-Control") == "no-store")
        #expect(answer.json?.members?.map(\.name) == ["access_token", "refresh_token", "token_type", "expires_in"])
    }

    @Test("a wrong name and a wrong password are answered alike, to the byte")
    func wrongLogin() throws {
        _ = try face.login()
        let wrong = try face.ask("POST", "/login", json: Face.credentials("alice", "Wrong1horse"))
        let unknown = try face.ask("POST", "/login", json: Face.credentials("nobody"))
        #expect(wrong.status == 401)
        #expect(wrong.error == "Invalid username or password")
        #expect(unknown.status == wrong.status)
        #expect(unknown.response.body == wrong.response.body)
    }

    @Test("the profile says who one is")
    func profile() throws {
        let token = try face.login().access
        let answer = try face.ask("GET", "/profile", token: token)
        #expect(answer.status == 200)
        #expect(answer.json?["username"] == "alice")
        #expect(answer.json?["role"] == "user")
        #expect(answer.json?["roles"] == ["user"])
        #expect(face.records.last?.user == "alice")
    }

    @Test("a refresh answers a new pair; the old token, spent, ends the session")
    func refresh() throws {
        let first = try face.login()
        let second = try face.ask("POST", "/refresh", token: first.refresh)
        #expect(second.status == 200)
        #expect(second.refresh != first.refresh)
        #expect(second.header("Cache-Control") == "no-store")
        let replay = try face.ask("POST", "/refresh", token: first.refresh)
        #expect(replay.status == 401)
        #expect(replay.json == ["error": "Token has been revoked", "code": "token_revoked"])
        #expect(try face.ask("GET", "/profile", token: second.access).code == "token_revoked")
    }

    @Test(
        "a logout kills the session, by either method and either token", arguments: ["DELETE", "POST"], [true, false])
    func logout(_ method: String, _ byAccess: Bool) throws {
        let pair = try face.login()
        let answer = try face.ask(method, "/logout", token: byAccess ? pair.access : pair.refresh)
        #expect(answer.status == 200)
        #expect(answer.json == ["message": "Token revoked successfully"])
        #expect(try face.ask("GET", "/profile", token: pair.access).code == "token_revoked")
        #expect(try face.ask("POST", "/refresh", token: pair.refresh).code == "token_revoked")
    }

    @Test("a logout by a spent refresh token ends the session that its successor is of")
    func logoutBySpent() throws {
        let first = try face.login()
        let second = try face.ask("POST", "/refresh", token: first.refresh)
        #expect(try face.ask("DELETE", "/logout", token: first.refresh).status == 200)
        #expect(try face.ask("POST", "/refresh", token: second.refresh).code == "token_revoked")
    }

    @Test("the users are listed to an administrator alone, page by page")
    func users() throws {
        let token = try face.login("admin1").access
        _ = try face.login("bob")
        #expect(try face.ask("GET", "/admin/users", token: token).status == 403)
        #expect(try face.ask("GET", "/admin/users", token: token).code == "insufficient_permissions")
        #expect(face.records.last?.user == "admin1", "the log does not say who may not")
        let admin = try #require(try face.store.user(named: Username("admin1")))
        _ = try face.store.setRoles(of: admin.id, to: ["admin"])
        let all = try face.ask("GET", "/admin/users", token: token)
        #expect(all.json?["users"]?.array?.map { $0["username"] } == ["admin1", "bob"])
        #expect(all.json?["users"]?.array?.first?["disabled"] == false)
        let page = try face.ask("GET", "/admin/users", token: token, query: "limit=1&after=\(admin.id)")
        #expect(page.json?["users"]?.array?.map { $0["username"] } == ["bob"])
        for query in ["limit=0", "limit=501", "limit=x", "after=-1", "after=%2b1x", "limit="] {
            #expect(try face.ask("GET", "/admin/users", token: token, query: query).status == 400, "\(query)")
        }
    }

    @Test("health answers without a token")
    func health() throws {
        #expect(try face.ask("GET", "/health/live").status == 200)
        #expect(try face.ask("GET", "/health/ready").status == 200)
    }

    @Test("a limit that is used up is answered 429 with the fields that say for how long")
    func limited() throws {
        let face = try Face(limits: LimitPolicy(login: [RateLimit(attempts: 1, seconds: 60)], register: []))
        let first = try face.ask("POST", "/login", json: Face.credentials())
        #expect(first.status == 401)
        let second = try face.ask("POST", "/login", json: Face.credentials())
        #expect(second.status == 429)
        #expect(second.code == "rate_limited")
        let retry = try #require(second.header("Retry-After").flatMap(Int.init))
        #expect((1...60).contains(retry))
        #expect(second.header("RateLimit-Limit") == "1")
        #expect(second.header("RateLimit-Remaining") == "0")
    }

    @Test("who is sent away while too many log in is not limited for it", arguments: ["/login", "/register"])
    func busy(_ path: String) throws {
        let once = [RateLimit(attempts: 1, seconds: 60)]
        let slot = try TakenSlot()
        let face = try Face(limits: LimitPolicy(login: once, register: once, loginFailures: once), hasher: slot.hasher)
        for _ in 1...3 {
            let answer = try face.ask("POST", path, json: Face.credentials())
            #expect(answer.status == 503 && answer.code == "busy" && answer.header("Retry-After") == "5")
        }
    }
}
