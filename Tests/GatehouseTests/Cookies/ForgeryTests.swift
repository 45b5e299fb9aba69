// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

@Suite("Requests that a browser was made to send")
struct ForgeryTests {
    let browser: Browser
    var face: Face { browser.face }

    init() throws {
        var transport = TokenTransport(access: [.cookies])
        transport.csrf.allowedOrigins = ["https://app.example.com"]
        browser = try Browser(loggedInWith: transport)
    }

    private func login(proof: String?, cookie: String?) throws -> Answer {
        var fields: [(String, String)] = []
        if let proof { fields.append(("HTTP_X_CSRF_TOKEN", proof)) }
        if let cookie { fields.append(("HTTP_COOKIE", "__Host-csrf_login_token=\(cookie)")) }
        return try face.ask("POST", "/login", json: Face.credentials(), fields)
    }

    @Test("a login repeats a value that was signed here, and lately, and given to the same browser")
    func loginProof() throws {
        let proof = try #require(try face.ask("GET", "/csrf").json?["csrf_token"]?.string)
        let other = try #require(try face.ask("GET", "/csrf").json?["csrf_token"]?.string)
        #expect(try login(proof: proof, cookie: proof).status == 200)
        for (one, two) in [(nil, proof), (proof, nil), ("", proof), (proof, ""), (nil, nil)] as [(String?, String?)] {
            #expect(try login(proof: one, cookie: two).code == "csrf_missing")
        }
        let session = try #require(browser.value("__Host-access_token_cookie"))
        for (one, two) in [(proof, other), ("a", "a"), (session, session), (proof, proof + "x")] {
            #expect(try login(proof: one, cookie: two).code == "csrf_mismatch")
        }
        let stranger = try KeyRing(signing: .secret(Array("another secret of 32 bytes, or 33".utf8), id: "s"))
        let forged = try stranger.sign(text: face.keys.text(of: proof))
        #expect(try login(proof: forged, cookie: forged).code == "csrf_mismatch")
        face.clock.advance(by: 3601)
        #expect(try login(proof: proof, cookie: proof).code == "csrf_mismatch")
    }

    @Test("J54: what a login repeats opens nothing")
    func proofIsNoToken() throws {
        let proof = try #require(try face.ask("GET", "/csrf").json?["csrf_token"]?.string)
        for (method, path, cookie) in [
            ("GET", "/profile", "__Host-access"), ("POST", "/refresh", "__Secure-refresh"),
            ("POST", "/logout", "__Host-access"),
        ] {
            let cookies = "\(cookie)_token_cookie=\(proof); __Host-csrf_refresh_token=x"
            let fields = [("HTTP_COOKIE", cookies), ("HTTP_X_CSRF_TOKEN", "x")]
            #expect(try face.ask(method, path, fields).code == "token_invalid")
        }
    }

    @Test("what is repeated belongs to that token: not to another session, and not to the other type")
    func bound() throws {
        let other = Browser(face)
        try other.login("alice")
        for value in [
            other.value("__Host-csrf_access_token"), browser.value("__Host-csrf_refresh_token"), "x", "é", "\u{0}",
            String(repeating: "a", count: 9000),
        ] {
            #expect(try browser.ask("POST", "/logout", csrf: value).code == "csrf_mismatch")
        }
        #expect(try browser.ask("POST", "/logout", csrf: "").code == "csrf_missing")
        #expect(try browser.ask("GET", "/profile").status == 200)
        #expect(
            try browser.ask("POST", "/refresh", csrf: browser.value("__Host-csrf_access_token")).code == "csrf_mismatch"
        )
        #expect(try browser.ask("POST", "/refresh").code == "csrf_missing")
        #expect(try browser.ask("POST", "/refresh", csrf: browser.value("__Host-csrf_refresh_token")).status == 200)
    }

    /// What the browser says of where the request comes from, and whether it is let in.
    static let origins: [(fields: [String: String], isAllowed: Bool)] = [
        ([:], true),
        (["SEC_FETCH_SITE": "same-origin"], true), (["SEC_FETCH_SITE": "none"], true),
        (["SEC_FETCH_SITE": "same-site"], false), (["SEC_FETCH_SITE": "cross-site"], false),
        (["SEC_FETCH_SITE": ""], false), (["SEC_FETCH_SITE": "Same-Origin"], false),
        (["SEC_FETCH_SITE": "cross-site", "ORIGIN": "https://app.example.com"], true),
        (["SEC_FETCH_SITE": "same-origin", "ORIGIN": "https://evil.example"], true),
        (["ORIGIN": "https://app.example.com"], true), (["ORIGIN": "https://auth.example"], true),
        (["ORIGIN": "null"], false), (["ORIGIN": ""], false), (["ORIGIN": "https://evil.example"], false),
        (["ORIGIN": "https://app.example.com.evil"], false), (["ORIGIN": "https://app.example.com:444"], false),
        (["ORIGIN": "http://app.example.com"], false), (["ORIGIN": "http://auth.example"], false),
        (["ORIGIN": "https://APP.example.com"], false), (["ORIGIN": "https://auth.example:444"], false),
        (["ORIGIN": "https://auth.example."], false), (["ORIGIN": "https://evil.auth.example"], false),
    ]

    @Test("what changes something comes from the site's own pages, or from allowed ones", arguments: origins)
    func crossSite(_ fields: [String: String], _ isAllowed: Bool) throws {
        let variables = fields.map { ("HTTP_" + $0.key, $0.value) } + [("HTTP_HOST", "auth.example")]
        let csrf = browser.value("__Host-csrf_refresh_token")
        #expect(try browser.ask("GET", "/profile", variables).status == 200)
        let answer = try browser.ask("POST", "/refresh", csrf: csrf, variables)
        #expect(answer.code == (isAllowed ? nil : "cross_site_request"))
        #expect(answer.status == (isAllowed ? 200 : 403))
        let proof = try browser.ask("GET", "/csrf").json?["csrf_token"]?.string
        let login = try browser.ask("POST", "/login", csrf: proof, json: Face.credentials(), variables)
        #expect(login.status == (isAllowed ? 200 : 403))
    }

    @Test("pages of other origins cannot log anybody out of anything")
    func logout() throws {
        let evil = [("HTTP_SEC_FETCH_SITE", "cross-site")]
        let answer = try browser.ask("POST", "/logout", csrf: browser.value("__Host-csrf_access_token"), evil)
        #expect(answer.code == "cross_site_request")
        #expect(try browser.ask("POST", "/logout").code == "csrf_missing")
        #expect(browser.names.count == 5)
    }
}
