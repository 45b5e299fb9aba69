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
