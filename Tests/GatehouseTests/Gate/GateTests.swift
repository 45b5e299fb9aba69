// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE
import Testing

@testable import Gatehouse

@Suite("The gate's answers to nginx")
struct GateTests {
    let face: Face
    let login: Answer

    init() throws {
        face = try Face()
        login = try face.login()
    }

    @Test("a user passes with their name, roles and session; nothing else is said, and no cache may keep it")
    func passage() throws {
        let answer = try face.check("any", token: login.access)
        #expect(answer.status == 204)
        let session = try #require(try face.read(login.access).sessionID)
        #expect(
            answer.fields("X-Gatehouse-") == [
                "X-Gatehouse-User: alice", "X-Gatehouse-Roles: user", "X-Gatehouse-Session: \(session)",
            ])
        #expect(answer.header("Cache-Control") == "no-store")
        #expect(answer.response.headers.count == 5 && answer.response.body.isEmpty)
    }

    @Test("a guest passes where it is optional, without an identity")
    func guest() throws {
        let answer = try face.check("optional")
        #expect(answer.status == 204)
        #expect(answer.fields("X-Gatehouse-").isEmpty)
    }

    static let refusals: [(requirement: String, token: String, status: Int, code: String)] = [
        ("any", "", 401, "token_required"), ("role:admin", "", 401, "token_required"),
        ("any", "rubbish", 401, "token_invalid"), ("optional", "rubbish", 401, "token_invalid"),
        ("optional", "expired", 401, "token_expired"), ("any", "expired", 401, "token_expired"),
        ("any", "refresh", 401, "token_invalid"), ("any", "revoked", 401, "token_revoked"),
        ("fresh", "stale", 401, "fresh_token_required"),
        ("role:admin", "good", 403, "insufficient_permissions"),
        ("permission:x:y", "good", 403, "insufficient_permissions"),
        ("", "good", 403, "requirement_invalid"), ("nonsense", "good", 403, "requirement_invalid"),
    ]

    @Test(
        "a refusal has the stable code, a challenge with 401, the problem in a field, and no body", arguments: refusals)
    func refusal(_ requirement: String, _ token: String, _ status: Int, _ code: String) throws {
        let answer = try face.check(requirement, token: try self.token(token))
        #expect(answer.status == status)
        #expect(answer.header("X-Gatehouse-Reason") == code)
        #expect((answer.header("WWW-Authenticate") != nil) == (status == 401))
        #expect((answer.header("X-Gatehouse-Return") != nil) == (status == 401))
        let problem = try JSON(parsing: Array((answer.header("X-Gatehouse-Problem") ?? "").utf8))
        #expect(problem["code"] == .string(code) && problem["error"]?.string?.isEmpty == false)
        #expect(answer.response.body.isEmpty && answer.header("Content-Type") == nil)
        #expect(answer.fields("X-Gatehouse-User").isEmpty)
    }

    private func token(_ kind: String) throws -> String? {
        switch kind {
        case "": return nil
        case "good": return login.access
        case "refresh": return login.refresh
        case "stale": return try face.ask("POST", "/refresh", token: login.refresh).access
        case "expired":
            face.clock.advance(by: 1801)
            return login.access
        case "revoked":
            _ = try face.ask("POST", "/logout", token: login.access)
            return login.access
        default: return kind
        }
    }

    @Test("what is wrong with a requirement is logged as the operator's to mend, and whoever asks is told no")
    func misconfiguration() throws {
        let cases = [
            ("", "GATEHOUSE_REQUIRE is empty"), ("  ", "GATEHOUSE_REQUIRE is empty"),
            ("rol:admin", #"GATEHOUSE_REQUIRE has "rol:admin", which is none of any, optional, fresh"#),
            ("role:", #"GATEHOUSE_REQUIRE has "role:", whose name"#),
            (String(repeating: "any ", count: 2560), "GATEHOUSE_REQUIRE has 10240 bytes, but at most 1024 are read"),
        ]
        for (requirement, reason) in cases {
            for token in [nil, login.access] {
                #expect(try face.check(requirement, token: token).status == 403)
                let record = try #require(face.records.last)
                #expect(record.isMisconfigured && record.reason?.hasPrefix(reason) == true, "\(record)")
            }
        }
        let environment = try CGI.Environment([("GATEHOUSE_REQUIRE", "any"), ("REQUEST_METHOD", "GET")])
        let twice = face.api.respond(to: .repeated(variable: "GATEHOUSE_REQUIRE"), in: environment)
        #expect(twice.status == 403)
        #expect(face.records.last?.reason == "GATEHOUSE_REQUIRE was sent twice")
    }

    @Test("the record names the guarded path without its query, and what was required")
    func record() throws {
        _ = try face.check("role:admin", token: login.access, "POST", "/a//b%2fc?jwt=secret")
        let record = try #require(face.records.last)
        #expect(record.path == "/a//b%2fc" && record.method == "POST" && record.requirement == "role:admin")
        #expect(record.user == "alice" && !record.isMisconfigured && record.status == 403)
        _ = try face.ask("GET", "/profile", token: login.access)
        #expect(face.records.last?.requirement == nil)
    }

    @Test("no status but 204, 401 and 403, unless it cannot be known: then it is no yes")
    func statuses() throws {
        let environment = try CGI.Environment([("GATEHOUSE_REQUIRE", "any"), ("REQUEST_METHOD", "GET")])
        for refusal in [
            .repeated(variable: "HTTP_AUTHORIZATION"), .incomplete, .lengthMismatch, .bodyTooLarge(limit: 1),
            .environmentTooLarge, .missing(variable: "REQUEST_METHOD"),
        ] as [Refusal] {
            let answer = Answer(response: face.api.respond(to: refusal, in: environment))
            #expect(answer.status == 403 && answer.header("X-Gatehouse-Reason") != nil, "\(refusal)")
        }
        let broken = try Face(hooks: Hooks(demand: { _ in throw Unreadable() }))
        let answer = try broken.check("any", token: broken.login().access)
        #expect(answer.status == 503 && answer.header("X-Gatehouse-Reason") == "service_unavailable")
        #expect(answer.fields("X-Gatehouse-User").isEmpty && answer.response.body.isEmpty)
    }

    private struct Unreadable: StoreFailure {}

    @Test("what the database says now decides: a role that is taken away, an account that is shut")
    func now() throws {
        let user = try #require(try face.store.user(named: Username("alice")))
        _ = try face.store.add(Username("other"), passwordHash: "*", roles: ["admin"], at: 0)
        #expect(try face.check("role:admin", token: login.access).status == 403)
        try face.store.setRoles(of: user.id, to: ["user", "admin"])
        let answer = try face.check("role:admin", token: login.access)
        #expect(answer.status == 204 && answer.header("X-Gatehouse-Roles") == "admin,user")
        #expect(try face.check("permission:any:thing", token: login.access).status == 204)
        try face.store.setRoles(of: user.id, to: [])
        #expect(try face.check("role:admin", token: login.access).status == 403)
        #expect(try face.check("permission:any:thing", token: login.access).status == 403)
        #expect(try face.check("any", token: login.access).header("X-Gatehouse-Roles") == "")
        try face.store.setDisabled(user.id, to: true, at: 0)
        #expect(try face.check("any", token: login.access).header("X-Gatehouse-Reason") == "token_revoked")
        #expect(try face.check("optional", token: login.access).status == 401)
    }

    @Test("an application's demand on tokens holds at the gate, and its own answers do not change what nginx hears")
    func hooks() throws {
        let hooks = Hooks(
            demand: { $0.claims.subject != "alice" },
            answers: ["claims_refused": { _ in Response(status: 200) }])
        let face = try Face(hooks: hooks)
        #expect(try face.check("any", token: face.login().access).header("X-Gatehouse-Reason") == "claims_refused")
        #expect(try face.check("any", token: face.login("bobby").access).status == 204)
    }
}
