// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@testable import Gatehouse

@Suite("A session that a sibling host has planted in a browser")
struct PlantedTokenTests {
    /// What the sibling host has got by a login of its own, and plants wherever a browser lets it.
    private struct Loot {
        let access: String
        let refresh: String
        let accessProof: String
        let refreshProof: String
    }

    private func face(_ cookies: CookieSettings = CookieSettings()) throws -> (face: Face, victim: Browser, loot: Loot)
    {
        var transport = TokenTransport(access: [.cookies])
        transport.cookies = cookies
        let face = try Face(transport: transport)
        for name in ["alice", "mallory"] { _ = try face.ask("POST", "/register", json: Face.credentials(name)) }
        let mallory = Browser(face)
        try mallory.login("mallory")
        func value(_ cookie: CookieSettings.Cookie) throws -> String { try #require(mallory.value(cookie.name)) }
        let loot = Loot(
            access: try value(cookies.access), refresh: try value(cookies.refresh),
            accessProof: try value(cookies.accessCSRF), refreshProof: try value(cookies.refreshCSRF))
        return (face, Browser(face), loot)
    }

    @Test("a planted refresh token is not taken, whatever else is planted and whatever the page repeats")
    func refresh() throws {
        let (face, alice, loot) = try face()
        try alice.login("alice")
        let token = "__Secure-refresh_token_cookie=\(loot.refresh)"
        let own = try #require(alice.value("__Host-csrf_refresh_token"))
        let planted = ["csrf_refresh_token", "__Secure-csrf_refresh_token"].map { "; \($0)=\(loot.refreshProof)" }
        for proof in [loot.refreshProof, own] {
            func refresh(_ cookies: String) throws -> String? {
                try face.ask("POST", "/refresh", [("HTTP_COOKIE", cookies), ("HTTP_X_CSRF_TOKEN", proof)]).code
            }
            #expect(try refresh(token) == "csrf_missing")
            #expect(try refresh(token + planted.joined()) == "csrf_missing")
            #expect(try refresh("\(token); __Host-csrf_refresh_token=") == "csrf_missing")
            #expect(try refresh("\(token); __Host-csrf_refresh_token=\(own)\(planted[0])") == "csrf_mismatch")
        }
        let renewed = try alice.ask("POST", "/refresh", csrf: own)
        #expect(renewed.status == 200)
    }

    @Test("a planted access token, where that has a path of its own, is not even taken for reading")
    func access() throws {
        let (face, alice, loot) = try face(CookieSettings(accessPath: "/profile"))
        try alice.login("alice")
        let own = try #require(alice.value("__Host-csrf_access_token"))
        #expect(try alice.ask("GET", "/profile").json?["username"] == "alice")
        let token = "__Secure-access_token_cookie=\(loot.access)"
        for (cookies, code) in [
            (token, "csrf_missing"), ("\(token); csrf_access_token=\(loot.accessProof)", "csrf_missing"),
            ("\(token); __Host-csrf_access_token=\(own)", "csrf_mismatch"),
        ] {
            #expect(try face.ask("GET", "/profile", [("HTTP_COOKIE", cookies)]).code == code)
        }
    }

    @Test(
        "where browsers vouch for the token's own cookie, or for none, nothing more is asked",
        arguments: [
            CookieSettings(refreshPath: "/"), CookieSettings(refreshCSRFName: "own"), CookieSettings(domain: "a.b"),
            CookieSettings(isSecure: false),
        ])
    func others(_ cookies: CookieSettings) throws {
        let (face, _, loot) = try face(cookies)
        let fields = [
            ("HTTP_COOKIE", "\(cookies.refresh.name)=\(loot.refresh)"), ("HTTP_X_CSRF_TOKEN", loot.refreshProof),
        ]
        #expect(try face.ask("POST", "/refresh", fields).status == 200)
    }
}
