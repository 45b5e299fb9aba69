// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Behind the gate: cookies and connections that last")
struct GateLiveTests {
    private static let locations = """
        location /api/ {
            auth_request /gatehouse/any;
            include gatehouse/guarded_api.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        location = /gatehouse/guest { internal; include gatehouse/gate.conf; fastcgi_param GATEHOUSE_REQUIRE "optional"; }
        location /trusted-fastcgi/ {
            auth_request /gatehouse/any;
            include gatehouse/guarded_api.conf;
            fastcgi_pass FASTCGI_UPSTREAM;
        }
        location /withheld/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            include gatehouse/withhold_tokens.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        location /withheld-fastcgi/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            include gatehouse/withhold_tokens.conf;
            fastcgi_pass FASTCGI_UPSTREAM;
        }
        """

    let gated: GatedHost
    var host: Host { gated.host }
    let jar: CookieJar

    init() throws {
        gated = try GatedHost(locations: Self.locations, ["JWT_TOKEN_LOCATION": "cookies,headers"])
        jar = CookieJar(gated.host)
        _ = try jar.login("alice")
    }

    private var csrf: String? { jar.cookies.first { $0.key.hasSuffix("csrf_access_token") }?.value }

    @Test("G35 a browser passes by its cookie, and repeats its csrf where it changes something")
    func cookies() throws {
        #expect(try jar.ask("GET", "/reports/q1.txt").body == "first quarter")
        #expect(try jar.ask("GET", "/api/").passed("X-Gatehouse-User") == ["alice"])
        #expect(try jar.ask("POST", "/api/").code == "csrf_missing")
        #expect(try jar.ask("POST", "/api/", csrf: "x").code == "csrf_mismatch")
        #expect(try jar.ask("POST", "/api/", csrf: csrf).passed("X-Gatehouse-User") == ["alice"])
        let crossSite = try jar.ask("POST", "/api/", csrf: csrf, "--header", "Sec-Fetch-Site: cross-site")
        #expect(crossSite.status == 403 && crossSite.code == "cross_site_request")
        #expect(try jar.ask("GET", "/api/").all("Set-Cookie").isEmpty)
    }

    /// A Cookie field in which TOKEN stands for the access cookie and REFRESH for the refresh cookie, and what is left
    /// of it where tokens are withheld.
    static let fields: [(sent: String, left: String)] = [
        ("TOKEN", ""), ("TOKEN; a=1; b=2", "a=1; b=2"), ("a=1; TOKEN; b=2", "a=1; b=2"),
        ("a=1; b=2; TOKEN", "a=1; b=2"), ("a=1;TOKEN;b=2", "a=1;b=2"), ("a=1; b=2", "a=1; b=2"),
        ("a=access_token_cookie; TOKEN", "a=access_token_cookie"),
        ("my_access_token_cookie=1", "my_access_token_cookie=1"),
        ("a=1; TOKEN; REFRESH", ""), ("REFRESH; a=1", "a=1"),
    ]

    /// What of a client's credentials has reached an application, over HTTP or FastCGI.
    private func heard(_ path: String, _ arguments: [String]) throws -> (fields: [String], cookies: [String]) {
        let reply = try host.curl(path, arguments)
        #expect(reply.status == 200, "\(path) \(arguments)")
        func values(_ name: String, _ parameter: String) -> [String] {
            (reply.passed(name) + reply.passed(parameter)).filter { !$0.isEmpty }
        }
        return (values("Authorization", "HTTP_AUTHORIZATION"), values("Cookie", "HTTP_COOKIE"))
    }

    @Test("G44 an application receives the token, unless it is withheld: then nothing of it, and its own cookies whole")
    func credentials() throws {
        let field = "Bearer \(try host.login("carol").access)"
        func cookie(_ name: String) -> String? {
            jar.cookies.first { $0.key.hasSuffix(name) }.map { "\($0.key)=\($0.value)" }
        }
        let token = try #require(cookie("-access_token_cookie"))
        let refresh = try #require(cookie("-refresh_token_cookie"))
        for kind in ["", "-fastcgi"] {
            let trusted = kind.isEmpty ? "/api/" : "/trusted-fastcgi/"
            #expect(try heard(trusted, ["--header", "Authorization: \(field)"]).fields == [field])
            #expect(try heard(trusted, ["--header", "Cookie: \(token)"]).cookies == [token])
            let withheld = try heard("/withheld\(kind)/", ["--header", "Authorization: \(field)"])
            #expect(withheld.fields.isEmpty && withheld.cookies.isEmpty)
            for (sent, left) in Self.fields {
                let sent = sent.replacing("TOKEN", with: token).replacing("REFRESH", with: refresh)
                let heard = try heard("/withheld\(kind)/", ["--header", "Cookie: \(sent)"])
                #expect(heard.cookies == (left.isEmpty ? [] : [left]) && heard.fields.isEmpty, "\(sent)")
            }
        }
    }

    private func webSocket(_ fields: [String]) throws -> [Substring] {
        let script = Host.root.appending(path: "Tests/EndToEndTests/Gate/websocket.py").path
        let output = try run(["python3", script, "\(host.port)", "/live", host.certificate, "hello"] + fields)
        #expect(output.standardError.isEmpty)
        return output.standardOutput.split(separator: "\n")
    }

    @Test("G36 a WebSocket opens for whoever may pass, and for no page of another origin")
    func webSockets() throws {
        let token = try host.login("bobby").access
        #expect(try webSocket(["Authorization: Bearer \(token)"]) == ["101", "hello"])
        #expect(try webSocket([]) == ["401"])
        #expect(try webSocket(["Authorization: Bearer rubbish"]) == ["401"])
        let cookie = "Cookie: " + jar.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        #expect(try webSocket([cookie]) == ["101", "hello"])
        #expect(try webSocket([cookie, "Origin: https://localhost:\(host.port)"]) == ["101", "hello"])
        #expect(try webSocket([cookie, "Origin: https://evil.example"]) == ["403"])
    }
}
