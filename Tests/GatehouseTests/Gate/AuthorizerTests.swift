// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@testable import Gatehouse

@Suite("The gate's answers to a server that asks an authorizer")
struct AuthorizerTests {
    let face: Face
    let login: Answer

    init() throws {
        face = try Face()
        login = try face.login()
    }

    private func check(_ requirement: String?, token: String? = nil) throws -> Answer {
        try face.check(requirement, token: token, role: "AUTHORIZER")
    }

    @Test("a user passes: 200, with their name, roles and session as variables of what runs next")
    func passage() throws {
        let answer = try check("any", token: login.access)
        #expect(answer.status == 200)
        let session = try #require(try face.read(login.access).sessionID)
        #expect(
            answer.fields("Variable-") == [
                "Variable-GATEHOUSE_USER: alice", "Variable-GATEHOUSE_ROLES: user",
                "Variable-GATEHOUSE_SESSION: \(session)", "Variable-REMOTE_USER: alice",
            ])
        #expect(answer.response.body.isEmpty && answer.fields("X-Gatehouse-").isEmpty)
    }

    @Test("a guest passes where it is optional, and no variable is set")
    func guest() throws {
        let answer = try check("optional")
        #expect(answer.status == 200)
        #expect(answer.fields("Variable-").isEmpty)
    }

    @Test("a refusal is the answer that the client gets, with its body")
    func refusal() throws {
        let required = try check("any")
        #expect(required.status == 401 && required.code == "token_required")
        #expect(required.header("WWW-Authenticate") == "Bearer")
        #expect(required.header("Content-Type") == "application/json")
        let forbidden = try check("role:admin", token: login.access)
        #expect(forbidden.status == 403 && forbidden.code == "insufficient_permissions")
        #expect(forbidden.fields("Variable-").isEmpty && forbidden.fields("X-Gatehouse-").isEmpty)
    }

    @Test("without a requirement nobody passes, and the log says why")
    func nothingRequired() throws {
        let answer = try check(nil, token: login.access)
        #expect(answer.status == 403 && answer.code == "requirement_invalid")
        #expect(face.records.last?.reason == "GATEHOUSE_REQUIRE was not sent")
        #expect(face.records.last?.isMisconfigured == true)
    }

    @Test("a client that calls itself an authorizer is none")
    func pretender() throws {
        let answer = try face.ask("GET", "/profile", [("HTTP_FCGI_ROLE", "AUTHORIZER")])
        #expect(answer.code == "token_required")
        let second = try face.check(
            "any", token: login.access, "GET", "/", role: "RESPONDER", [("FCGI_ROLE", "AUTHORIZER")])
        #expect(second.status == 204)
    }
}
