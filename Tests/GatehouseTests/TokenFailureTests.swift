// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE
import Testing

@testable import Gatehouse

/// Makes environments where a test needs no more of a request.
enum CGIEnvironment {
    static func post(_ path: String, type: String = "application/json") throws -> CGI.Environment {
        try CGI.Environment([
            ("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", path), ("CONTENT_TYPE", type),
            ("REMOTE_ADDR", "192.0.2.1"),
        ])
    }
}

@Suite("What is answered to tokens that do not open")
struct TokenFailureTests {
    let face: Face
    let pair: Answer

    init() throws {
        face = try Face()
        pair = try face.login()
    }

    func profile(_ authorization: String?) throws -> Answer {
        try face.ask("GET", "/profile", authorization.map { [("HTTP_AUTHORIZATION", $0)] } ?? [])
    }

    @Test("no token, or another scheme, is the bare challenge", arguments: [nil, "", "Basic YTpi", "Foo 1, Bar 2"])
    func required(_ field: String?) throws {
        let answer = try profile(field)
        #expect(answer.status == 401)
        #expect(answer.json == ["error": "Authorization token is required", "code": "token_required"])
        #expect(answer.header("WWW-Authenticate") == "Bearer")
    }

    @Test(
        "J39: a Bearer field that holds no token is invalid",
        arguments: ["Bearer", "Bearer ", "Bearer xxx", "Bearer a b", "bearer ,,0", "Foo 1, Bearer, Baz, 3"])
    func invalid(_ field: String) throws {
        let answer = try profile(field)
        #expect(answer.status == 401)
        #expect(answer.json == ["error": "Invalid token", "code": "token_invalid"])
        #expect(answer.header("WWW-Authenticate")?.hasPrefix(#"Bearer error="invalid_token""#) == true)
        #expect(face.records.last?.reason != nil)
    }

    @Test(
        "J39: the scheme is read in any case, with spaces and tabs, beside other schemes and stray commas",
        arguments: ["Bearer T", "bearer T", "BEARER T", "Bearer   T", "Bearer \tT", "Basic x, Bearer T", "Bearer T,  "])
    func accepted(_ field: String) throws {
        let answer = try profile(field.replacing("T" as Character, with: pair.access))
        #expect(answer.status == 200)
    }

    @Test("J39: two Bearer tokens in one field are refused")
    func twice() throws {
        #expect(try profile("Bearer \(pair.access), Bearer \(pair.access)").code == "token_invalid")
    }

    @Test("J54: a token of the other type is invalid")
    func wrongType() throws {
        #expect(try face.ask("GET", "/profile", token: pair.refresh).code == "token_invalid")
        #expect(try face.ask("POST", "/refresh", token: pair.access).code == "token_invalid")
    }

    @Test("a tampered token is invalid")
    func tampered() throws {
        let parts = pair.access.split(separator: ".")
        let claims = String(decoding: try Base64URL.decode(parts[1].utf8), as: UTF8.self)
        let forged = Base64URL.encode(claims.replacing(#""user""#, with: #""admin""#).utf8)
        #expect(try face.ask("GET", "/profile", token: "\(parts[0]).\(forged).\(parts[2])").code == "token_invalid")
    }

    @Test("an optional route greets a guest, knows a user, and refuses a bad token")
    func optional() throws {
        let face = try Face(routes: { _ in
            [Route(.get, "/greeting", .optional) { _, grant in .json(["name": .string(grant?.user.name ?? "guest")]) }]
        })
        let token = try face.login().access
        #expect(try face.ask("GET", "/greeting").json?["name"] == "guest")
        #expect(try face.ask("GET", "/greeting", token: token).json?["name"] == "alice")
        #expect(try face.ask("GET", "/greeting", token: "xxx").code == "token_invalid")
    }

    @Test("a fresh route wants a password, not a refresh token; the answer names it")
    func fresh() throws {
        let face = try Face(routes: { _ in
            [
                Route(.get, "/fresh", .fresh) { _, _ in .json([:]) },
                Route(.get, "/recent", .fresh(within: .seconds(300))) { _, _ in .json([:]) },
            ]
        })
        let pair = try face.login()
        let renewed = try face.ask("POST", "/refresh", token: pair.refresh)
        for path in ["/fresh", "/recent"] {
            #expect(try face.ask("GET", path, token: pair.access).status == 200)
            #expect(
                try face.ask("GET", path, token: renewed.access).json
                    == ["error": "Fresh token required", "code": "fresh_token_required"])
        }
    }

    @Test("a permission is held by the role's list, by the resource's star and by the star")
    func permission() throws {
        let face = try Face(routes: { _ in
            [Route(.get, "/users", .permission("users:read")) { _, _ in .json([:]) }]
        })
        let token = try face.login().access
        #expect(try face.ask("GET", "/users", token: token).code == "insufficient_permissions")
        let user = try #require(try face.store.user(named: Username("alice")))
        _ = try face.store.setRoles(of: user.id, to: ["admin"])
        #expect(try face.ask("GET", "/users", token: token).status == 200)
    }
}

extension String {
    /// The field with the token in the place of the `T` that stands for it.
    fileprivate func replacing(_ mark: Character, with token: String) -> String {
        guard let index = lastIndex(of: mark) else { return self }
        return self[..<index] + token + self[self.index(after: index)...]
    }
}
