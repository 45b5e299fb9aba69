// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@testable import Gatehouse

/// CK9 to CK13: the cookies that a login sets, by their attributes.
enum SetCookieCases {
    static let all: [String: [Run]] = [
        "CK9": [standard], "CK10": [everything], "CK11": [names], "CK12": [notReadable], "CK13": [unprotected],
    ]

    private static func login(_ change: (inout TokenTransport) -> Void = { _ in }) throws -> [Browser.Cookie] {
        try Browser(Bench([.cookies], change).face).login().cookies
    }

    private static func standard() throws {
        let cookies = try login()
        #expect(
            cookies.map(\.name) == [
                "__Host-access_token_cookie", "__Host-csrf_access_token", "__Host-refresh_token_cookie",
                "__Host-csrf_refresh_token",
            ])
        for cookie in cookies {
            #expect(cookie.path == "/")
            #expect(cookie.attributes["SameSite"] == "Lax")
            #expect(cookie.attributes["Secure"] != nil)
            #expect((cookie.attributes["HttpOnly"] != nil) == cookie.name.hasSuffix("_token_cookie"))
        }
        #expect(cookies.map { $0.attributes["Max-Age"] } == ["604800", "604800", "604800", "604800"])
    }

    private static func everything() throws {
        let cookies = try login {
            $0.cookies = CookieSettings(refreshPath: "/", domain: "test.com")
            $0.cookies.sameSite = .strict
        }
        #expect(cookies.count == 4)
        for cookie in cookies {
            #expect(cookie.path == "/")
            #expect(cookie.attributes["Domain"] == "test.com")
            #expect(cookie.attributes["SameSite"] == "Strict")
            #expect(cookie.attributes["Secure"] != nil)
            #expect((cookie.attributes["HttpOnly"] != nil) == cookie.name.hasSuffix("_token_cookie"))
            #expect(cookie.attributes["Max-Age"] != nil)
        }
        #expect(try login { $0.cookies.endWithBrowser = true }.allSatisfy { $0.attributes["Max-Age"] == nil })
    }

    private static func names() throws {
        let cookies = try login {
            $0.cookies = CookieSettings(
                accessName: "new_access_cookie", accessPath: "/access/path", refreshName: "new_refresh_cookie",
                refreshPath: "/refresh/path", accessCSRFName: "new_csrf_access", accessCSRFPath: "/csrf/access/path",
                refreshCSRFName: "new_csrf_refresh", refreshCSRFPath: "/csrf/refresh/path")
        }
        #expect(
            cookies.map { $0.name + " " + $0.path } == [
                "new_access_cookie /access/path", "new_csrf_access /csrf/access/path",
                "new_refresh_cookie /refresh/path", "new_csrf_refresh /csrf/refresh/path",
            ])
    }

    private static func notReadable() throws {
        let cookies = try login { $0.csrf.isInCookies = false }
        #expect(cookies.map(\.name) == ["__Host-access_token_cookie", "__Host-refresh_token_cookie"])
    }

    private static func unprotected() throws {
        let cookies = try login { $0.csrf.isRequired = false }
        #expect(cookies.map(\.name) == ["__Host-access_token_cookie", "__Host-refresh_token_cookie"])
    }
}
