// SPDX-License-Identifier: Apache-2.0

import Gatehouse
import Testing

@testable import GatehouseServer

@Suite("How tokens are configured to travel")
struct TransportTests {
    private func configuration(_ environment: [String: String]) -> Configuration {
        Configuration(layers: [.init(environment: environment)])
    }

    @Test("every choice arrives where it belongs")
    func choices() throws {
        let transport = try configuration([
            "JWT_TOKEN_LOCATION": "cookies, headers", "JWT_REFRESH_TOKEN_LOCATION": "json", "JWT_HEADER_NAME": "Foo",
            "JWT_HEADER_TYPE": "none", "JWT_QUERY_STRING_NAME": "q", "JWT_QUERY_STRING_VALUE_PREFIX": "p ",
            "JWT_JSON_KEY": "a", "JWT_REFRESH_JSON_KEY": "r", "JWT_ACCESS_COOKIE_NAME": "ac",
            "JWT_ACCESS_COOKIE_PATH": "/ac", "JWT_REFRESH_COOKIE_NAME": "rc", "JWT_REFRESH_COOKIE_PATH": "/rc",
            "JWT_COOKIE_DOMAIN": ".a.b", "JWT_COOKIE_SECURE": "false", "JWT_COOKIE_SAMESITE": "Strict",
            "JWT_SESSION_COOKIE": "true", "JWT_COOKIE_CSRF_PROTECT": "false", "JWT_CSRF_METHODS": "GET",
            "JWT_CSRF_IN_COOKIES": "false", "JWT_ACCESS_CSRF_COOKIE_NAME": "xa", "JWT_ACCESS_CSRF_COOKIE_PATH": "/xa",
            "JWT_REFRESH_CSRF_COOKIE_NAME": "xr", "JWT_REFRESH_CSRF_COOKIE_PATH": "/xr",
            "JWT_ACCESS_CSRF_HEADER_NAME": "XA", "JWT_REFRESH_CSRF_HEADER_NAME": "XR", "JWT_CSRF_CHECK_FORM": "yes",
            "JWT_ACCESS_CSRF_FIELD_NAME": "fa", "JWT_REFRESH_CSRF_FIELD_NAME": "fr",
            "GATEHOUSE_ALLOWED_ORIGINS": "https://a.b",
        ]).tokenTransport()
        #expect(transport.access == [.cookies, .headers])
        #expect(transport.refresh == [.json])
        #expect((transport.headerName, transport.headerType) == ("Foo", ""))
        #expect((transport.queryName, transport.queryPrefix) == ("q", "p "))
        #expect((transport.accessKey, transport.refreshKey) == ("a", "r"))
        let cookies = transport.cookies
        #expect(cookies.access == .init(name: "ac", path: "/ac"))
        #expect(cookies.refresh == .init(name: "rc", path: "/rc"))
        #expect(cookies.domain == "a.b")
        #expect(!cookies.isSecure && cookies.sameSite == .strict && cookies.endWithBrowser)
        let csrf = transport.csrf
        #expect(!csrf.isRequired && csrf.methods == ["GET"] && !csrf.isInCookies && csrf.readsForms)
        #expect(cookies.accessCSRF == .init(name: "xa", path: "/xa"))
        #expect(cookies.refreshCSRF == .init(name: "xr", path: "/xr"))
        #expect((csrf.access.header, csrf.refresh.header) == ("XA", "XR"))
        #expect((csrf.access.field, csrf.refresh.field) == ("fa", "fr"))
        #expect(csrf.allowedOrigins == ["https://a.b"])
    }

    @Test("the refresh cookie goes to the path of /refresh, wherever that lies")
    func refreshPath() throws {
        #expect(try configuration([:]).tokenTransport().cookies.refresh.path == "/refresh")
        let below = try configuration(["GATEHOUSE_BASE_PATH": "/auth"]).tokenTransport()
        #expect(below.cookies.refresh.path == "/auth/refresh")
        #expect(below.refresh == [.headers])
    }

    static let conflicts: [([String: String], String)] = [
        (["JWT_COOKIE_SAMESITE": "None", "JWT_COOKIE_SECURE": "false"], "JWT_COOKIE_SAMESITE is None, and"),
        (["JWT_ACCESS_COOKIE_NAME": "__Host-a", "JWT_COOKIE_DOMAIN": "a.b"], "JWT_ACCESS_COOKIE_NAME is \"__Host-a\""),
        (["JWT_REFRESH_COOKIE_NAME": "__host-r"], "JWT_REFRESH_COOKIE_NAME is \"__host-r\", and browsers keep"),
        (["JWT_ACCESS_COOKIE_NAME": "__Host-a", "JWT_COOKIE_SECURE": "no"], "JWT_ACCESS_COOKIE_NAME is"),
        (["JWT_ACCESS_COOKIE_NAME": "__Secure-a", "JWT_COOKIE_SECURE": "no"], "JWT_ACCESS_COOKIE_NAME is"),
        (
            ["JWT_ACCESS_CSRF_COOKIE_NAME": "__Host-x", "JWT_ACCESS_CSRF_COOKIE_PATH": "/x"],
            "JWT_ACCESS_CSRF_COOKIE_NAME"
        ),
        (
            ["JWT_ACCESS_COOKIE_NAME": "a", "JWT_REFRESH_COOKIE_NAME": "A"],
            "JWT_ACCESS_COOKIE_NAME and JWT_REFRESH_COOKIE_NAME both name the cookie \"A\""
        ),
    ]

    @Test("what no browser keeps stops the start in one sentence", arguments: conflicts)
    func conflict(_ environment: [String: String], _ sentence: String) {
        let chosen = configuration(environment.merging(["JWT_TOKEN_LOCATION": "cookies"]) { $1 })
        #expect(chosen.conflicts.count == 1)
        #expect(chosen.conflicts.first?.description.hasPrefix(sentence) == true)
        #expect(configuration(environment).conflicts.isEmpty, "nothing is said where no cookie is used")
    }

    static let warnings: [([String: String], [String])] = [
        ([:], []), (["JWT_TOKEN_LOCATION": "headers,json"], []), (["JWT_TOKEN_LOCATION": "cookies"], []),
        (["JWT_TOKEN_LOCATION": "query_string"], ["JWT_TOKEN_LOCATION has query_string: tokens"]),
        (
            ["JWT_TOKEN_LOCATION": "cookies,query_string"],
            ["JWT_TOKEN_LOCATION has query_string: tokens", "JWT_TOKEN_LOCATION has query_string beside cookies"]
        ),
        (["JWT_TOKEN_LOCATION": "cookies", "JWT_COOKIE_SECURE": "0"], ["JWT_COOKIE_SECURE is false"]),
        (["JWT_COOKIE_SECURE": "0"], []),
        (["JWT_TOKEN_LOCATION": "cookies", "JWT_COOKIE_CSRF_PROTECT": "0"], ["JWT_COOKIE_CSRF_PROTECT is false"]),
        (["JWT_TOKEN_LOCATION": "cookies", "JWT_COOKIE_DOMAIN": "a.b"], ["JWT_COOKIE_DOMAIN is a.b"]),
        (["JWT_REFRESH_TOKEN_LOCATION": "cookies", "JWT_COOKIE_SAMESITE": "None"], ["JWT_COOKIE_SAMESITE is None"]),
        (
            ["JWT_REFRESH_TOKEN_LOCATION": "cookies", "JWT_REFRESH_CSRF_COOKIE_NAME": "csrf"],
            ["JWT_REFRESH_CSRF_COOKIE_NAME and JWT_REFRESH_CSRF_COOKIE_PATH give csrf: unless it is a __Host- cookie"]
        ),
        (
            ["JWT_TOKEN_LOCATION": "cookies", "JWT_REFRESH_CSRF_COOKIE_PATH": "/app"],
            ["JWT_REFRESH_CSRF_COOKIE_NAME and JWT_REFRESH_CSRF_COOKIE_PATH give __Secure-csrf_refresh_token: unless"]
        ),
        (
            [
                "JWT_TOKEN_LOCATION": "cookies", "JWT_ACCESS_COOKIE_PATH": "/api", "JWT_ACCESS_CSRF_COOKIE_NAME": "x",
            ],
            ["JWT_ACCESS_CSRF_COOKIE_NAME and JWT_ACCESS_CSRF_COOKIE_PATH give x: unless it is a __Host- cookie"]
        ),
        (["JWT_TOKEN_LOCATION": "cookies", "JWT_ACCESS_CSRF_COOKIE_NAME": "x"], []),
        (["JWT_REFRESH_CSRF_COOKIE_NAME": "x"], []),
        (["JWT_TOKEN_LOCATION": "cookies", "JWT_REFRESH_CSRF_COOKIE_NAME": "__HOST-x"], []),
        (
            [
                "JWT_TOKEN_LOCATION": "cookies", "JWT_REFRESH_COOKIE_PATH": "/", "JWT_REFRESH_CSRF_COOKIE_NAME": "x",
            ], []
        ),
        (
            [
                "JWT_TOKEN_LOCATION": "cookies", "JWT_CSRF_IN_COOKIES": "0", "JWT_REFRESH_CSRF_COOKIE_NAME": "x",
            ], []
        ),
    ]

    @Test("what is unsafe is warned of, a sentence each", arguments: warnings)
    func warning(_ environment: [String: String], _ sentences: [String]) {
        let found = configuration(environment).warnings
        #expect(found.count == sentences.count)
        for (warning, sentence) in zip(found, sentences) { #expect(warning.hasPrefix(sentence)) }
    }
}
