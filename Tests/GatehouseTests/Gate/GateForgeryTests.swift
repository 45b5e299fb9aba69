// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Gatehouse

@Suite("The gate, asked about what a browser was made to send")
struct GateForgeryTests {
    let browser: Browser
    var face: Face { browser.face }

    init() throws { browser = try Browser(loggedInWith: .init(access: [.cookies])) }

    private func code(_ method: String, csrf: String? = nil, _ fields: [(String, String)] = []) throws -> String? {
        let variables = [("FCGI_ROLE", "RESPONDER"), ("REQUEST_URI", "/"), ("GATEHOUSE_REQUIRE", "optional")]
        let answer = try browser.ask(method, "/gatehouse/check", csrf: csrf, variables + fields)
        #expect((answer.status == 204) == (answer.header("X-Gatehouse-User") == "alice"))
        return answer.header("X-Gatehouse-Reason")
    }

    @Test("what changes something repeats the token's csrf, as for Gatehouse's own routes")
    func proof() throws {
        let name = try #require(browser.names.first { $0.hasSuffix("csrf_access_token") })
        let proof = browser.value(name)
        for method in ["GET", "HEAD", "OPTIONS", "PROPFIND"] { #expect(try code(method) == nil, "\(method)") }
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            #expect(try code(method) == "csrf_missing", "\(method)")
            #expect(try code(method, csrf: "x") == "csrf_mismatch", "\(method)")
            #expect(try code(method, csrf: proof) == nil, "\(method)")
            let crossSite = [("HTTP_SEC_FETCH_SITE", "cross-site")]
            #expect(try code(method, csrf: proof, crossSite) == "cross_site_request", "\(method)")
        }
    }

    @Test("a cookie that comes twice is refused, and nothing is set: nobody would get it")
    func twice() throws {
        let cookies = ("HTTP_COOKIE", "__Secure-refresh_token_cookie=a; __Secure-refresh_token_cookie=b")
        let variables = [("HTTP_HOST", "auth.example.com"), cookies]
        let answer = try face.check("any", "GET", "/guarded/", variables)
        #expect(answer.status == 401 && answer.header("X-Gatehouse-Reason") == "token_invalid")
        #expect(answer.header("Set-Cookie") == nil)
        #expect(try !face.ask("GET", "/profile", variables).cookies.isEmpty)
    }

    @Test("a page of another origin opens no WebSocket with the cookies of its visitors")
    func webSocket() throws {
        let upgrade = [("HTTP_UPGRADE", "websocket"), ("HTTP_HOST", "app.example")]
        #expect(try code("GET", upgrade + [("HTTP_ORIGIN", "https://app.example")]) == nil)
        #expect(try code("GET", upgrade) == nil)
        for origin in ["https://evil.example", "https://evil.app.example", "null"] {
            #expect(try code("GET", upgrade + [("HTTP_ORIGIN", origin)]) == "cross_site_request", "\(origin)")
        }
        #expect(try code("GET", upgrade + [("HTTP_SEC_FETCH_SITE", "same-site")]) == "cross_site_request")
        #expect(try code("GET", [("HTTP_ORIGIN", "https://evil.example")]) == nil)
    }
}
