// SPDX-License-Identifier: Apache-2.0

import CGI
import JOSE
import Testing

@testable import Gatehouse

/// JS and QS: the token in a JSON body or in the query.
enum BodyCases {
    static let all: [String: [Run]] = [
        "JS1": [form], "JS2": [otherKeys], "JS3": [emptyBody], "JS4": [standardKeys], "JS5": [charset],
        "QS1": [query], "QS2": [prefix], "QS3": [otherName], "QS4": [noQuery],
    ]

    private static func post(
        _ bench: Bench, _ path: String, _ key: String, _ type: TokenType, _ variables: [(String, String)] = []
    ) throws -> Answer {
        try bench.face.ask("POST", path, json: #"{"\#(key)":"\#(bench.token(type))"}"#, variables)
    }

    private static func form() throws {
        let bench = try Bench([.json])
        for (path, key, type) in [("/protected", "access", TokenType.access), ("/renewing", "refresh", .refresh)] {
            try bench.face.ask("POST", path, form: "\(key)_token=\(bench.token(type))").expect(401, "token_required")
        }
    }

    private static func otherKeys() throws {
        let bench = try Bench([.json]) {
            $0.accessKey = "Foo"
            $0.refreshKey = "Bar"
        }
        try post(bench, "/protected", "access_token", .access).expect(401, "token_required")
        try post(bench, "/renewing", "refresh_token", .refresh).expect(401, "token_required")
        try post(bench, "/protected", "Foo", .access).expect(200)
        try post(bench, "/renewing", "Bar", .refresh).expect(200)
    }

    private static func emptyBody() throws {
        try Bench([.json]).face.ask("POST", "/protected", json: "").expect(401, "token_required")
        let own = try Bench([.json], hooks: Bench.own("token_required", 201))
        try own.face.ask("POST", "/protected", json: "").expectOwn(201, seen: false)
    }

    private static func standardKeys() throws {
        let bench = try Bench([.json])
        try post(bench, "/protected", "access_token", .access).expect(200)
        try post(bench, "/renewing", "refresh_token", .refresh).expect(200)
    }

    private static func charset() throws {
        let bench = try Bench([.json])
        for (path, key, type) in [("/protected", "access", TokenType.access), ("/renewing", "refresh", .refresh)] {
            let body = #"{"\#(key)_token":"\#(try bench.token(type))"}"#
            let environment = try CGIEnvironment.post(path, type: "application/json;charset=UTF-8")
            let request = CGI.Request(environment: environment, body: Array(body.utf8))
            #expect(bench.face.api.respond(to: request).status == 200)
        }
    }

    private static func query() throws {
        let bench = try Bench([.queryString])
        try bench.face.ask("GET", "/protected", query: "jwt=\(bench.token())").expect(200)
    }

    private static func prefix() throws {
        let bench = try Bench([.queryString]) { $0.queryPrefix = "bearer " }
        try bench.face.ask("GET", "/protected", query: "jwt=bearer%20\(bench.token())").expect(200)
        try bench.face.ask("GET", "/protected", query: "jwt=\(bench.token())").expect(401, "token_invalid")
    }

    private static func otherName() throws {
        let bench = try Bench([.queryString]) { $0.queryName = "foo" }
        try bench.face.ask("GET", "/protected", query: "jwt=\(bench.token())").expect(401, "token_required")
        try bench.face.ask("GET", "/protected", query: "foo=\(bench.token())").expect(200)
    }

    private static func noQuery() throws {
        let bench = try Bench([.queryString])
        try bench.get("/protected").expect(401, "token_required")
        try bench.get("/protected", bench.token()).expect(401, "token_required")
        let own = try Bench([.queryString], hooks: Bench.own("token_required", 201))
        try own.get("/protected").expectOwn(201, seen: false)
    }
}
