// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@testable import Gatehouse

@Suite("What carries the tokens that are issued")
struct CarriageTests {
    private func face(_ access: [TokenLocation], _ refresh: [TokenLocation]? = nil) throws -> Face {
        let face = try Face(transport: TokenTransport(access: access, refresh: refresh))
        _ = try face.ask("POST", "/register", json: Face.credentials())
        return face
    }

    private func members(_ answer: Answer) -> [String] { answer.json?.members?.map(\.name) ?? [] }

    @Test("in cookies alone, the body has no token")
    func cookies() throws {
        let browser = Browser(try face([.cookies]))
        let login = try browser.login("alice")
        #expect(login.status == 200)
        #expect(members(login) == ["csrf_access_token", "csrf_refresh_token", "token_type", "expires_in"])
        #expect(login.header("Cache-Control") == "no-store")
        #expect(
            login.cookies.map { $0.name + " " + $0.path } == [
                "__Host-access_token_cookie /", "__Host-csrf_access_token /",
                "__Secure-refresh_token_cookie /refresh", "__Host-csrf_refresh_token /",
            ])
        let renewed = try browser.ask("POST", "/refresh", csrf: browser.value("__Host-csrf_refresh_token"))
        #expect(members(renewed) == members(login))
        #expect(renewed.cookies.map(\.name) == login.cookies.map(\.name))
        #expect(try browser.ask("GET", "/profile").json?["username"] == "alice")
    }

    @Test("in the hybrid the access token is in the body and the refresh token in a cookie")
    func hybrid() throws {
        let face = try face([.headers], [.cookies])
        let browser = Browser(face)
        let login = try browser.login("alice")
        #expect(members(login) == ["access_token", "csrf_refresh_token", "token_type", "expires_in"])
        #expect(login.cookies.map(\.name) == ["__Secure-refresh_token_cookie", "__Host-csrf_refresh_token"])
        #expect(try face.read(login.access).csrf == nil)
        #expect(try browser.ask("POST", "/refresh").code == "csrf_missing")
        let renewed = try browser.ask("POST", "/refresh", csrf: browser.value("__Host-csrf_refresh_token"))
        #expect(try face.ask("GET", "/profile", token: renewed.access).status == 200)
        #expect(try face.ask("POST", "/logout", token: renewed.access).status == 200)
        #expect(
            try browser.ask("POST", "/refresh", csrf: browser.value("__Host-csrf_refresh_token")).code
                == "token_revoked")
        #expect(browser.value("__Secure-refresh_token_cookie") == nil)
    }

    @Test("where both are possible a login chooses by what it repeats, and a refresh goes on as it came")
    func either() throws {
        let face = try face([.headers, .cookies])
        let plain = try face.ask("POST", "/login", json: Face.credentials())
        #expect(members(plain) == ["access_token", "refresh_token", "token_type", "expires_in"])
        #expect(plain.cookies.isEmpty)
        let renewed = try face.ask("POST", "/refresh", token: plain.refresh)
        #expect(members(renewed) == members(plain))
        #expect(renewed.cookies.isEmpty)

        let browser = Browser(face)
        let login = try browser.login("alice")
        #expect(login.cookies.count == 4)
        #expect(login.access.isEmpty && login.refresh.isEmpty)
        let second = try browser.ask("POST", "/refresh", csrf: browser.value("__Host-csrf_refresh_token"))
        #expect(second.cookies.count == 4)
        #expect(second.access.isEmpty && second.refresh.isEmpty)
    }

    @Test("with headers alone no cookie is set, none is read, and there is nothing to repeat")
    func headers() throws {
        let face = try face([.headers])
        let pair = try face.ask("POST", "/login", json: Face.credentials())
        #expect(pair.cookies.isEmpty)
        #expect(try face.read(pair.access).csrf == nil)
        #expect(try face.ask("GET", "/csrf").status == 404)
        let cookie = ("HTTP_COOKIE", "__Host-access_token_cookie=\(pair.access)")
        #expect(try face.ask("GET", "/profile", [cookie]).code == "token_required")
        let foreign = [("HTTP_ORIGIN", "https://evil.example"), ("HTTP_SEC_FETCH_SITE", "cross-site")]
        #expect(try face.ask("POST", "/logout", token: pair.access, foreign).status == 200)
    }

    @Test("a token in a header has nothing to repeat, also where cookies are in use")
    func headerBesideCookies() throws {
        let face = try face([.headers, .cookies])
        let pair = try face.ask("POST", "/login", json: Face.credentials())
        #expect(try face.ask("POST", "/logout", token: pair.access).status == 200)
    }

    @Test("in a JSON body, a pair is refreshed and logged out")
    func body() throws {
        let face = try face([.json])
        let pair = try face.ask("POST", "/login", json: Face.credentials())
        let renewed = try face.ask("POST", "/refresh", json: #"{"refresh_token":"\#(pair.refresh)"}"#)
        #expect(renewed.status == 200)
        let logout = try face.ask("POST", "/logout", json: #"{"access_token":"\#(renewed.access)"}"#)
        #expect(logout.status == 200)
        for value in ["1", "[]", "{}", "true", "1.5"] {
            #expect(try face.ask("POST", "/logout", json: #"{"access_token":\#(value)}"#).code == "token_invalid")
        }
        for body in ["[]", "null", "{", #"{"access_token":null}"#, #"{"access_token":""}"#, "1"] {
            #expect(try face.ask("POST", "/logout", json: body).code == "token_required")
        }
    }
}
