// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@testable import Gatehouse

@Suite("The Cookie field")
struct CookieFieldTests {
    static let read: [(String, String?)] = [
        ("__Host-t=a", "a"), ("x=1; __Host-t=a", "a"), ("__Host-t=a;x=1", "a"), (" __Host-t = a ", "a"),
        ("__Host-t=a=b", "a=b"), ("\t__Host-t=a", "a"), (";;;__Host-t=a;;", "a"), ("__Host-t=\"a\"", "\"a\""),
        ("", nil), (";", nil), ("=", nil), ("__Host-t", nil), ("__Host-t=", nil), ("=__Host-t", nil),
        ("x__Host-t=a", nil), ("__Host-tx=a", nil), ("__Host-=a", nil), ("t=a", nil), ("x=__Host-t=a", nil),
        ("__Host-t%3Da", nil), ("\u{FFFD}=1; __Host-t=a", "a"), ("é=1", nil),
    ]

    @Test("is read for one name", arguments: read)
    func values(_ field: String, _ value: String?) throws {
        #expect(try CookieField(field).value(of: "__Host-t") == value)
    }

    @Test(
        "refuses a name that comes twice, or in other letters",
        arguments: [
            "__Host-t=a; __Host-t=b", "__Host-t=a; __Host-t=a", "__Host-t=; __Host-t=a", "__host-t=a", "__HOST-T=a",
            "__Host-t=a; __host-t=b", "__host-t=b; __Host-t=a", "__Host-t=a; x=1; __Host-T=",
        ])
    func ambiguous(_ field: String) {
        #expect(throws: Denial.tokenInvalid(.malformed("the cookie comes twice, or in other letters"))) {
            try CookieField(field).value(of: "__Host-t")
        }
    }

    @Test("a request whose cookie is ambiguous is refused, and the log is told why")
    func refused() throws {
        let face = try Face(transport: TokenTransport(access: [.cookies]))
        let cookie = ("HTTP_COOKIE", "__Host-access_token_cookie=a; __host-access_token_cookie=b")
        let answer = try face.ask("GET", "/profile", [cookie])
        #expect(answer.code == "token_invalid")
        #expect(face.records.last?.reason == "malformed: the cookie comes twice, or in other letters")
        let twice = [("HTTP_COOKIE", "__Host-access_token_cookie=a"), ("HTTP_COOKIE", "__Host-access_token_cookie=b")]
        #expect(try face.ask("GET", "/profile", twice).code == "token_invalid")
    }

    @Test("its names have the strongest prefix that the rest allows; a chosen name wins")
    func names() {
        #expect(CookieSettings().access.name == "__Host-access_token_cookie")
        #expect(CookieSettings().refresh == .init(name: "__Secure-refresh_token_cookie", path: "/refresh"))
        #expect(CookieSettings(domain: "a.b").access.name == "__Secure-access_token_cookie")
        #expect(CookieSettings(accessPath: "/api").access.name == "__Secure-access_token_cookie")
        #expect(CookieSettings(isSecure: false).access.name == "access_token_cookie")
        #expect(CookieSettings(accessName: "own").access.name == "own")
        #expect(CookieSettings(refreshPath: "/").refresh.name == "__Host-refresh_token_cookie")
        #expect(CookieSettings().accessCSRF == .init(name: "__Host-csrf_access_token", path: "/"))
        #expect(CookieSettings().refreshCSRF == .init(name: "__Host-csrf_refresh_token", path: "/"))
        #expect(CookieSettings(refreshCSRFPath: "/app").refreshCSRF.name == "__Secure-csrf_refresh_token")
        #expect(CookieSettings(domain: "a.b").accessCSRF.name == "__Secure-csrf_access_token")
        #expect(CookieSettings(isSecure: false).accessCSRF.name == "csrf_access_token")
        #expect(CookieSettings(accessCSRFName: "own").accessCSRF.name == "own")
    }
}
