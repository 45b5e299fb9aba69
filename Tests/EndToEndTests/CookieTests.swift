// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@Suite("Tokens in cookies, with curl's cookie jar through nginx")
struct CookieTests {
    @Test("in cookies: in, on and out, with no token in any body")
    func cookies() throws {
        let host = try Host(workers: 1, ["JWT_TOKEN_LOCATION": "cookies"])
        let jar = CookieJar(host)
        let login = try jar.login("alice")
        #expect(login.status == 200)
        #expect(!login.body.contains("eyJ"))
        #expect(login.all("Set-Cookie").count == 4)
        #expect(try jar.ask("GET", "/profile").json?["username"] == "alice")
        #expect(try jar.ask("POST", "/refresh").code == "csrf_missing")
        let renewed = try jar.ask("POST", "/refresh", csrf: jar.cookies["__Host-csrf_refresh_token"])
        #expect(renewed.status == 200)
        #expect(!renewed.body.contains("eyJ"))
        #expect(try jar.ask("GET", "/profile").status == 200)
        #expect(try jar.ask("DELETE", "/logout", csrf: "wrong").code == "csrf_mismatch")
        let token = try #require(jar.cookies["__Host-access_token_cookie"])
        #expect(try jar.ask("DELETE", "/logout", csrf: jar.cookies["__Host-csrf_access_token"]).status == 200)
        #expect(jar.cookies.keys.sorted() == ["__Host-csrf_login_token"])
        #expect(try jar.ask("GET", "/profile").code == "token_required")
        let stolen = try host.curl("/profile", "--header", "Cookie: __Host-access_token_cookie=\(token)")
        #expect(stolen.code == "token_revoked")
        #expect(!host.log.contains(token) && !host.log.contains("csrf_login_token"))
    }

    @Test("in the hybrid: the access token in the body, the refresh token in a cookie")
    func hybrid() throws {
        let jar = CookieJar(try Host(workers: 1, ["JWT_REFRESH_TOKEN_LOCATION": "cookies"]))
        let login = try jar.login("alice")
        #expect(login.status == 200)
        #expect(login.refresh.isEmpty)
        #expect(
            jar.cookies.keys.sorted() == [
                "__Host-csrf_login_token", "__Host-csrf_refresh_token", "__Secure-refresh_token_cookie",
            ])
        let renewed = try jar.ask("POST", "/refresh", csrf: jar.cookies["__Host-csrf_refresh_token"])
        let bearer = "Authorization: Bearer \(renewed.access)"
        #expect(try jar.ask("GET", "/profile", "--header", bearer).status == 200)
        #expect(try jar.ask("POST", "/logout", "--header", bearer).status == 200)
        #expect(jar.cookies.keys.sorted() == ["__Host-csrf_login_token"])
        #expect(try jar.ask("POST", "/refresh").code == "token_required")
    }

    @Test(
        "in headers or cookies: a program and a browser beside each other",
        arguments: ["headers,cookies", "cookies,headers"])
    func both(_ locations: String) throws {
        let host = try Host(workers: 1, ["JWT_TOKEN_LOCATION": locations])
        let pair = try host.login("alice")
        #expect(pair.all("Set-Cookie").isEmpty)
        #expect(try host.get("/profile", token: pair.access).status == 200)
        let jar = CookieJar(host)
        #expect(try jar.login("alice").access.isEmpty)
        #expect(try jar.ask("POST", "/refresh", csrf: jar.cookies["__Host-csrf_refresh_token"]).refresh.isEmpty)
        #expect(try jar.ask("GET", "/profile").status == 200)
        #expect(try jar.ask("POST", "/logout", csrf: jar.cookies["__Host-csrf_access_token"]).status == 200)
        let renewed = try host.ask("POST", "/refresh", token: pair.refresh)
        #expect(renewed.status == 200)
        #expect(try host.ask("POST", "/logout", token: renewed.access).status == 200)
        #expect(try host.get("/profile", token: renewed.access).code == "token_revoked")
    }

    @Test("in the query, and in the body")
    func others() throws {
        let host = try Host(workers: 1, ["JWT_TOKEN_LOCATION": "query_string,json"])
        let first = try host.login("alice")
        let second = try host.curl("/refresh?jwt=\(first.refresh)", "--request", "POST")
        #expect(second.status == 200)
        let third = try host.post("/refresh", #"{"refresh_token":"\#(second.refresh)"}"#)
        #expect(third.status == 200)
        #expect(try host.curl("/profile?jwt=\(third.access)").status == 200)
        #expect(try host.get("/profile", token: third.access).code == "token_required")
        #expect(try host.post("/logout", #"{"access_token":"\#(third.access)"}"#).status == 200)
        #expect(try host.curl("/profile?jwt=\(third.access)").code == "token_revoked")
        #expect(host.log.contains("tokens in addresses end up in logs"))
        #expect(!host.log.contains(third.access))
    }

    @Test("a page of another origin sends in vain; the site's own and an allowed one do not")
    func origins() throws {
        let host = try Host(
            workers: 1,
            ["JWT_TOKEN_LOCATION": "cookies", "GATEHOUSE_ALLOWED_ORIGINS": "https://app.example.com"])
        let jar = CookieJar(host)
        _ = try jar.login("alice")
        let origins = [
            ("https://localhost:\(host.port)", 200), ("https://app.example.com", 200), ("https://evil.example", 403),
            ("https://localhost", 403), ("http://localhost:\(host.port)", 403), ("null", 403),
        ]
        for (origin, status) in origins {
            for version in ["--http1.1", "--http2"] {
                let csrf = jar.cookies["__Host-csrf_refresh_token"]
                let answer = try jar.ask("POST", "/refresh", csrf: csrf, "--header", "Origin: \(origin)", version)
                #expect(answer.status == status, "\(origin) \(version)")
            }
        }
    }

    @Test("below a base path the refresh cookie goes to the right place, and what cannot be stops the start")
    func basePath() throws {
        let host = try Host(workers: 0, ["JWT_TOKEN_LOCATION": "cookies", "GATEHOUSE_BASE_PATH": "/auth"])
        let routes = try host.gatehouse("routes")
        #expect(routes.standardOutput.contains(/GET +\/auth\/csrf +anyone/))
        let none = ["JWT_COOKIE_SAMESITE": "None", "JWT_COOKIE_SECURE": "false"]
        for refused in [
            try host.gatehouse("serve", "--listen", "unix:\(host.folder.file("x"))", variables: none),
            try host.gatehouse("config", "check", variables: none),
        ] {
            #expect(refused.status == 78)
            #expect(refused.standardError.contains("JWT_COOKIE_SAMESITE is None, and browsers keep such a cookie only"))
        }
    }
}
