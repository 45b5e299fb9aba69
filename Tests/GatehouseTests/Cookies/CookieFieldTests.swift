// SPDX-License-Identifier: Apache-2.0

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

    private static let names = ["__Host-t", "__Secure-u", "v"]

    private func ours(_ field: String) throws -> CookieField {
        try CookieField(Array(field.utf8)[...], names: Self.names)
    }

    @Test("is read for the names that are ours", arguments: read)
    func values(_ field: String, _ value: String?) throws {
        #expect(try ours(field).value(of: "__Host-t") == value)
        #expect(try ours("__Secure-u=b; \(field); v=c").value(of: "__Host-t") == value)
    }

    @Test(
        "refuses a name of ours that comes twice, or in other letters, whichever is asked for",
        arguments: [
            ("__Host-t=a; __Host-t=b", "__Host-t"), ("__Host-t=a; __Host-t=a", "__Host-t"),
            ("__Host-t=; __Host-t=a", "__Host-t"), ("__host-t=a", "__host-t"), ("__HOST-T=a", "__HOST-T"),
            ("__Host-t=a; __host-t=b", "__host-t"), ("__host-t=b; __Host-t=a", "__host-t"),
            ("__Host-t=a; x=1; __Host-T=", "__Host-T"), ("v=a; __Host-t=a; v=b", "v"), ("__Host-t=a; V=", "V"),
            ("__Secure-u=; __Host-t=a; __Secure-u=", "__Secure-u"),
        ])
    func ambiguous(_ field: String, _ spelling: String) throws {
        let name = try #require(Self.names.first { $0.lowercased() == spelling.lowercased() })
        #expect(throws: AmbiguousCookie(name: name, spelling: spelling)) {
            try ours(field)
        }
    }

    @Test("a cookie that is not ours may come as often as it likes")
    func foreign() throws {
        #expect(try ours("w=1; w=2; W=3; __Host-t=a").value(of: "__Host-t") == "a")
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
