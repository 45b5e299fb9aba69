// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("Cookies that a sibling host has planted, with curl's cookie jar through nginx")
struct PlantedCookieTests {
    private let host: Host
    private let alice: CookieJar
    private let loot: [String: String]

    init() throws {
        host = try Host(workers: 1, ["JWT_TOKEN_LOCATION": "cookies"])
        let mallory = CookieJar(host)
        _ = try mallory.login("mallory")
        loot = mallory.cookies
        alice = CookieJar(host, name: "auth.example.test")
    }

    private static let name = "__Secure-refresh_token_cookie"

    private func plant(path: String) throws {
        try alice.plant(Self.name, loot[Self.name] ?? "", domain: "example.test", path: path)
        try alice.plant(
            "csrf_refresh_token", loot["__Host-csrf_refresh_token"] ?? "", domain: "example.test", path: "/")
    }

    private func refresh(csrf: String?) throws -> Reply { try alice.ask("POST", "/refresh", csrf: csrf) }

    @Test("beside one's own: refused once and removed; the session goes on", arguments: ["/", "/refresh"])
    func beside(_ path: String) throws {
        #expect(try alice.login("alice").status == 200)
        try plant(path: path)
        let refused = try refresh(csrf: alice.cookies["__Host-csrf_refresh_token"])
        #expect(refused.code == "token_invalid")
        #expect(try refresh(csrf: alice.cookies["__Host-csrf_refresh_token"]).status == 200)
        #expect(try alice.ask("GET", "/profile").json?["username"] == "alice")
    }

    @Test("alone: nobody goes on in a stranger's session, and a login leads back to one's own")
    func alone() throws {
        try plant(path: "/refresh")
        let repeated = alice.cookies["csrf_refresh_token"]
        #expect(try refresh(csrf: repeated).code == "csrf_missing")
        #expect(try alice.login("alice").status == 200)
        #expect(try refresh(csrf: alice.cookies["__Host-csrf_refresh_token"]).code == "token_invalid")
        #expect(try refresh(csrf: alice.cookies["__Host-csrf_refresh_token"]).status == 200)
        #expect(try alice.ask("GET", "/profile").json?["username"] == "alice")
    }
}
