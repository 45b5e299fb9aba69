// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

@Suite("Cookies of tokens that are dead")
struct FarewellTests {
    let browser: Browser
    var face: Face { browser.face }

    init() throws { browser = try Browser(loggedInWith: .init(access: [.cookies])) }

    private var csrf: String? { browser.value("__Host-csrf_access_token") }

    private func renew(cookie: String, proof: String) throws -> Answer {
        let cookies = "__Secure-refresh_token_cookie=\(cookie); __Host-csrf_refresh_token=\(proof)"
        return try face.ask("POST", "/refresh", [("HTTP_COOKIE", cookies), ("HTTP_X_CSRF_TOKEN", proof)])
    }

    @Test("a logout removes all four, in the attributes in which they were set, and the session is over")
    func logout() throws {
        let login = try browser.login("alice")
        let cookie = ("HTTP_COOKIE", "__Host-access_token_cookie=\(browser.value("__Host-access_token_cookie") ?? "")")
        let answer = try browser.ask("DELETE", "/logout", csrf: csrf)
        #expect(answer.status == 200)
        #expect(answer.cookies.map(\.name) == login.cookies.map(\.name))
        for (set, removed) in zip(login.cookies, answer.cookies) {
            var expected = set.attributes
            expected["Max-Age"] = "0"
            expected["Expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"
            #expect(removed.attributes == expected)
            #expect(removed.value.isEmpty)
        }
        #expect(browser.names == ["__Host-csrf_login_token"])
        #expect(try face.ask("GET", "/profile", [cookie]).code == "token_revoked")
    }

    @Test("a logout with an expired cookie ends the session all the same")
    func expired() throws {
        let refresh = try #require(browser.value("__Secure-refresh_token_cookie"))
        face.clock.advance(by: 1801)
        #expect(try browser.ask("GET", "/profile").code == "token_expired")
        #expect(try browser.ask("POST", "/logout", csrf: "wrong").code == "csrf_mismatch")
        #expect(try browser.ask("POST", "/logout", csrf: csrf).status == 200)
        #expect(browser.names == ["__Host-csrf_login_token"])
        #expect(try renew(cookie: refresh, proof: "x").code == "csrf_mismatch")
        let session = try #require(face.authority.contents(ofExpired: refresh)?.claims.sessionID)
        #expect(try face.store.user(of: session) == nil)
    }

    @Test(
        "an expired token in a header is told so, and ends nothing, where the refresh token is beside it",
        arguments: [[TokenLocation.headers], [.headers, .cookies]])
    func expiredHeader(_ locations: [TokenLocation]) throws {
        let face = try Face(transport: TokenTransport(access: locations))
        let pair = try face.login()
        face.clock.advance(by: 1801)
        #expect(try face.ask("POST", "/logout", token: pair.access).code == "token_expired")
        #expect(try face.ask("POST", "/refresh", token: pair.refresh).status == 200)
    }

    @Test("in the hybrid an expired token in a header ends the session, and the refresh cookie is removed")
    func expiredInHybrid() throws {
        let browser = try Browser(loggedInWith: TokenTransport(access: [.headers], refresh: [.cookies]))
        let access = try browser.login("alice").access
        let session = try #require(browser.face.authority.contents(ofExpired: access)?.claims.sessionID)
        browser.face.clock.advance(by: 1801)
        func logOut(_ token: String) throws -> Answer {
            try browser.ask("POST", "/logout", [("HTTP_AUTHORIZATION", "Bearer \(token)")])
        }
        #expect(try logOut(access.replacing(/[^.]+$/, with: "x")).code == "token_invalid")
        #expect(try browser.face.store.holder(of: session) != nil)
        #expect(try logOut(access).status == 200)
        #expect(try browser.face.store.holder(of: session) == nil)
        #expect(browser.value("__Secure-refresh_token_cookie") == nil)
    }

    @Test("a cookie whose session is over, or that is no token, is removed when one logs out or refreshes")
    func dead() throws {
        let session = try #require(
            face.authority.contents(ofExpired: browser.value("__Host-access_token_cookie") ?? "")?.claims.sessionID)
        try face.store.end(session, at: face.clock.now)
        let logout = try browser.ask("POST", "/logout", csrf: csrf)
        #expect(logout.code == "token_revoked")
        #expect(logout.cookies.count == 4)
        let rubbish = try renew(cookie: "rubbish", proof: "x")
        #expect(rubbish.code == "token_invalid")
        #expect(rubbish.cookies.count == 4)
    }

    @Test("a refresh token that was spent ends the session and is removed")
    func spent() throws {
        let old = try #require(browser.value("__Secure-refresh_token_cookie"))
        let proof = try #require(browser.value("__Host-csrf_refresh_token"))
        #expect(try browser.ask("POST", "/refresh", csrf: proof).status == 200)
        let replay = try renew(cookie: old, proof: proof)
        #expect(replay.code == "token_revoked")
        #expect(replay.cookies.count == 4)
        #expect(try browser.ask("GET", "/profile").code == "token_revoked")
    }

    @Test("a bad token that stands elsewhere removes no cookie: a link could log its reader out")
    func elsewhere() throws {
        let face = try Face(transport: TokenTransport(access: [.queryString, .headers, .cookies]))
        _ = try face.ask("POST", "/register", json: Face.credentials())
        let browser = Browser(face)
        try browser.login("alice")
        let cookie = ("HTTP_COOKIE", "__Host-access_token_cookie=\(browser.value("__Host-access_token_cookie") ?? "")")
        for answer in [
            try face.ask("POST", "/logout", query: "jwt=rubbish", [cookie]),
            try face.ask("POST", "/logout", token: "rubbish", [cookie]),
        ] {
            #expect(answer.code == "token_invalid")
            #expect(answer.cookies.isEmpty)
        }
    }

    @Test("a request that proves nothing, and one without a cookie, remove nothing")
    func unproven() throws {
        #expect(try browser.ask("POST", "/logout").cookies.isEmpty)
        #expect(try browser.ask("POST", "/logout", csrf: "wrong").cookies.isEmpty)
        #expect(try face.ask("POST", "/logout").cookies.isEmpty)
        #expect(try face.ask("POST", "/refresh").cookies.isEmpty)
    }
}
