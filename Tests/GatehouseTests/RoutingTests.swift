// SPDX-License-Identifier: Apache-2.0

import CGI
import JOSE
import Testing

@testable import Gatehouse

@Suite("Which route answers, and what is answered where none does")
struct RoutingTests {
    @Test(
        "an unknown path is 404, exactly as it is written", arguments: ["/", "/nothing", "/profile/", "/Profile", ""])
    func unknown(_ path: String) throws {
        let answer = try Face().ask("GET", path)
        #expect(answer.status == 404)
        #expect(answer.json == ["error": "Not found", "code": "not_found"])
    }

    @Test("a known path with another method is 405 and says which it has")
    func otherMethod() throws {
        let face = try Face()
        let answer = try face.ask("PUT", "/logout")
        #expect(answer.status == 405)
        #expect(answer.code == "method_not_allowed")
        #expect(answer.header("Allow") == "POST, DELETE, OPTIONS")
        #expect(try face.ask("POST", "/profile").header("Allow") == "GET, HEAD, OPTIONS")
        #expect(try face.ask("BREW", "/profile").status == 405)
    }

    @Test("OPTIONS is answered without a token")
    func options() throws {
        let answer = try Face().ask("OPTIONS", "/profile")
        #expect(answer.status == 204)
        #expect(answer.header("Allow") == "GET, HEAD, OPTIONS")
    }

    @Test("HEAD is answered by the route of GET")
    func head() throws {
        #expect(try Face().ask("HEAD", "/health/live").status == 200)
        #expect(try Face().ask("HEAD", "/profile").status == 401)
    }

    @Test("a segment in braces matches one segment and no empty one")
    func parameters() throws {
        let face = try Face(routes: { _ in
            [Route(.get, "/notes/{id}", .anyone) { request, _ in .json(["id": .string(request.parameter("id"))]) }]
        })
        #expect(try face.ask("GET", "/notes/7").json == ["id": "7"])
        #expect(try face.ask("GET", "/notes/").status == 404)
        #expect(try face.ask("GET", "/notes/7/8").status == 404)
        #expect(try face.ask("DELETE", "/notes/7").status == 405)
    }

    @Test("under a base path, only what lies below it is answered")
    func basePath() throws {
        let face = try Face(settings: API.Settings(basePath: "/auth"))
        #expect(try face.ask("GET", "/auth/health/live").status == 200)
        #expect(try face.ask("GET", "/health/live").status == 404)
        #expect(try face.ask("GET", "/authhealth/live").status == 404)
    }

    @Test("two routes of one method and path stop the start")
    func conflict() {
        #expect(throws: RouteConflict.self) {
            try Face(routes: { _ in [Route(.get, "/profile", .anyone) { _, _ in .json([:]) }] })
        }
    }

    @Test("the member of the sentence can have another name")
    func messageKey() throws {
        let face = try Face(settings: API.Settings(messageKey: "msg"))
        #expect(try face.ask("GET", "/nothing").json == ["msg": "Not found", "code": "not_found"])
    }

    @Test("every answer carries the request's id: nginx's where it is plain, else one of ours")
    func requestID() throws {
        let face = try Face()
        #expect(try face.ask("GET", "/nothing", [("REQUEST_ID", "abc-123")]).header("X-Request-ID") == "abc-123")
        for bad in ["", "a b", "a\r\nb", String(repeating: "a", count: 65)] {
            let id = try #require(try face.ask("GET", "/health/live", [("REQUEST_ID", bad)]).header("X-Request-ID"))
            #expect(id.count == 32)
        }
    }

    @Test("an error that nobody expected is a 500 that tells the log and not the client")
    func fault() throws {
        struct Secret: Error {}
        let face = try Face(routes: { _ in [Route(.get, "/broken", .anyone) { _, _ in throw Secret() }] })
        let answer = try face.ask("GET", "/broken")
        #expect(answer.status == 500)
        #expect(answer.json == ["error": "Internal server error", "code": "internal_error"])
        #expect(face.records.last?.reason?.contains("Secret") == true)
    }

    @Test(
        "what the wire refuses has the same shape",
        arguments: [
            (Refusal.bodyTooLarge(limit: 1), 413), (.repeated(variable: "REMOTE_ADDR"), 400), (.incomplete, 400),
            (.lengthMismatch, 400), (.unsupportedRole("FILTER"), 403), (.environmentTooLarge, 431),
        ] as [(Refusal, Int)])
    func refusals(_ refusal: Refusal, _ status: Int) throws {
        let face = try Face()
        let environment = try CGI.Environment([("REQUEST_METHOD", "POST")])
        let answer = Answer(response: face.api.respond(to: refusal, in: environment))
        #expect(answer.status == status)
        #expect(answer.error != nil)
        #expect(answer.header("X-Request-ID") != nil)
    }

    static let queryValues: [(String, String?)] = [
        ("a=1", "1"), ("b=2&a=1", "1"), ("a=", ""), ("a", ""), ("a=x+y", "x y"), ("a=%41%2B", "A+"), ("%61=1", "1"),
        ("a=1&a=2", "1"), ("b=1", nil), ("", nil), ("a=%4", nil), ("a=%zz", nil), ("a=%+1", nil), ("a=%ff", nil),
        ("a=1=2", "1=2"),
    ]

    @Test("a value of the query is decoded as a form field is", arguments: queryValues)
    func query(_ query: String, _ value: String?) throws {
        let environment = try CGI.Environment([("QUERY_STRING", query)])
        let request = HTTPRequest(
            CGI.Request(environment: environment, body: []), RequestRecord(environment, id: ""), path: "")
        #expect(request.query("a") == value)
    }
}
