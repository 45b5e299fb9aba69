// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Gatehouse

@Suite("A cookie of ours that comes twice")
struct AmbiguousCookieTests {
    let browser: Browser
    var face: Face { browser.face }

    init() throws { browser = try Browser(loggedInWith: .init(access: [.cookies])) }

    static let names = [
        "__Host-access_token_cookie", "__Host-csrf_access_token", "__Secure-refresh_token_cookie",
        "__Host-csrf_refresh_token",
    ]

    @Test(
        "is refused wherever cookies are looked at, whichever of ours it is, and the log is told why", arguments: names)
    func refused(_ name: String) throws {
        for planted in ["\(name)=b; \(name)=c", name.lowercased() == name ? "" : "\(name.lowercased())=b"] {
            let fields = [("HTTP_COOKIE", planted)]
            #expect(try browser.ask("GET", "/profile", fields).code == "token_invalid")
            #expect(face.records.last?.reason == "malformed: the cookie comes twice, or in other letters")
            let csrf = browser.value("__Host-csrf_refresh_token")
            #expect(try browser.ask("POST", "/refresh", csrf: csrf, fields).code == "token_invalid")
        }
        #expect(try browser.ask("GET", "/profile").status == 200)
    }

    @Test("is no hindrance where none of that name is set, nor to a login")
    func others() throws {
        func twice(_ names: [String]) -> (String, String) {
            ("HTTP_COOKIE", names.map { "\($0)=a; \($0)=b" }.joined(separator: "; "))
        }
        let half = try Face(transport: TokenTransport(access: [.cookies], refresh: [.headers]))
        _ = try half.ask("POST", "/register", json: Face.credentials())
        let other = Browser(half)
        try other.login("alice")
        #expect(try other.ask("GET", "/profile", [twice(Self.names.suffix(2))]).status == 200)
        let twice = twice(Self.names)
        let proof = try browser.ask("GET", "/csrf", [twice]).json?["csrf_token"]?.string
        #expect(try browser.ask("POST", "/login", csrf: proof, json: Face.credentials(), [twice]).status == 200)
    }

    private func removed(_ cookies: String, host: String) throws -> [String] {
        let fields = [("HTTP_COOKIE", cookies), ("HTTP_HOST", host), ("HTTP_X_CSRF_TOKEN", "x")]
        let answer = try face.ask("POST", "/refresh", fields)
        #expect(answer.status == 401)
        for cookie in answer.cookies {
            #expect(cookie.value.isEmpty && cookie.attributes["Max-Age"] == "0" && cookie.attributes["Secure"] != nil)
        }
        return answer.cookies.map { "\($0.name) \($0.attributes["Domain"] ?? "-") \($0.path)" }
    }

    @Test("is removed, wherever it may have been set for; ours stays")
    func removal() throws {
        let name = "__Secure-refresh_token_cookie"
        let twice = "\(name)=a; \(name)=b"
        #expect(
            try removed(twice, host: "auth.example.com:8443") == [
                "\(name) - /", "\(name) auth.example.com /", "\(name) example.com /",
                "\(name) auth.example.com /refresh", "\(name) example.com /refresh",
            ])
        for host in ["localhost", "", "[::1]:443", "a.b;c", "a b.c", "ä.b"] {
            #expect(try removed(twice, host: host) == ["\(name) - /"])
        }
        #expect(try removed(twice, host: "a.b.c.d.e.f.g").count == 9)
        #expect(
            try removed("\(name.uppercased())=a", host: "localhost") == [
                "\(name.uppercased()) - /", "\(name.uppercased()) - /refresh",
            ])
    }

    @Test("is removed on every path above that of ours, also where ours is set for a domain")
    func paths() throws {
        var transport = TokenTransport(access: [.cookies])
        transport.cookies = CookieSettings(refreshPath: "/a/b/refresh", domain: "example.com")
        let face = try Face(transport: transport)
        let name = transport.cookies.refresh.name
        let fields = [("HTTP_COOKIE", "\(name)=a; \(name)=b"), ("HTTP_HOST", "example.com")]
        let removed = try face.ask("POST", "/refresh", fields).cookies
        #expect(
            removed.map { "\($0.attributes["Domain"] ?? "-") \($0.path)" } == [
                "- /", "example.com /", "- /a", "example.com /a", "- /a/", "example.com /a/", "- /a/b",
                "example.com /a/b", "- /a/b/", "example.com /a/b/", "- /a/b/refresh",
            ])
    }
}
