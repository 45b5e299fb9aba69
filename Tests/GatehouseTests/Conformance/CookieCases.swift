// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@testable import Gatehouse

/// CK1 to CK8, CK14: a token in a cookie, and what has to come with it; each for either type of token.
enum CookieCases {
    static let all: [String: [Run]] = [
        "CK1": both(walk), "CK2": both(repeated), "CK3": both(wrong), "CK4": both(unprotected),
        "CK5": both(otherHeader),
        "CK6": both { try form($0, field: "csrf_token") }, "CK7": both { try form($0, field: "FOO") },
        "CK8": both(otherMethods), "CK14": [optional],
    ]

    private struct Kind {
        let type: TokenType
        let path: String
        var cookie: String { "__Host-\(type.rawValue)_token_cookie" }
        var csrfCookie: String { "__Host-csrf_\(type.rawValue)_token" }
    }

    private static func both(_ run: @escaping @Sendable (Kind) throws -> Void) -> [Run] {
        [Kind(type: .access, path: "/protected"), Kind(type: .refresh, path: "/renewing")].map { kind in
            { try run(kind) }
        }
    }

    /// A browser that is logged in.
    private static func browser(
        _ change: (inout TokenTransport) -> Void = { _ in }
    ) throws -> (Browser, Bench) {
        let bench = try Bench([.cookies], change)
        let browser = Browser(bench.face)
        try browser.login()
        return (browser, bench)
    }

    private static func walk(_ kind: Kind) throws {
        let browser = Browser(try Bench([.cookies]).face)
        for _ in 1...2 {
            try browser.ask("GET", kind.path).expect(401, "token_required")
            try browser.login()
            try browser.ask("GET", kind.path).expect(200)
            try browser.ask("DELETE", "/logout", csrf: browser.value("__Host-csrf_access_token")).expect(200)
            #expect(browser.value(kind.cookie) == nil)
        }
        try browser.ask("GET", kind.path).expect(401, "token_required")
    }

    private static func repeated(_ kind: Kind) throws {
        let (browser, _) = try browser()
        try browser.ask("POST", kind.path).expect(401, "csrf_missing")
        try browser.ask("POST", kind.path, csrf: browser.value(kind.csrfCookie)).expect(200)
    }

    private static func wrong(_ kind: Kind) throws {
        let (browser, _) = try browser()
        try browser.ask("POST", kind.path, csrf: "banana").expect(401, "csrf_mismatch")
    }

    private static func unprotected(_ kind: Kind) throws {
        let (browser, _) = try browser { $0.csrf.isRequired = false }
        try browser.ask("POST", kind.path).expect(200)
    }

    private static func otherHeader(_ kind: Kind) throws {
        let (browser, _) = try browser { $0.csrf.refresh.header = "FOO" }
        let (other, _) = try Self.browser()
        let value = try #require(browser.value(kind.csrfCookie))
        if kind.type == .refresh {
            try browser.ask("POST", kind.path, csrf: value).expect(401, "csrf_missing")
            try browser.ask("POST", kind.path, [("HTTP_FOO", value)]).expect(200)
        } else {
            // The login repeats its value in the access token's header, so that one is given the name by hand.
            let bench = try Bench([.cookies]) { $0.csrf.access.header = "FOO" }
            let cookie = ("HTTP_COOKIE", "\(kind.cookie)=\(try bench.token(csrf: "c"))")
            try bench.face.ask("POST", kind.path, [cookie, ("HTTP_X_CSRF_TOKEN", "c")]).expect(401, "csrf_missing")
            try bench.face.ask("POST", kind.path, [cookie, ("HTTP_FOO", "c")]).expect(200)
        }
        try other.ask("POST", kind.path, [("HTTP_FOO", value)]).expect(401, "csrf_missing")
    }

    private static func form(_ kind: Kind, field: String) throws {
        let bench = try Bench([.cookies]) {
            $0.csrf.readsForms = true
            $0.csrf.access.field = field
            $0.csrf.refresh.field = field
        }
        let cookie = ("HTTP_COOKIE", "\(kind.cookie)=\(try bench.token(kind.type, csrf: "c"))")
        try bench.face.ask("POST", kind.path, form: "a=b&\(field)=c", [cookie]).expect(200)
        try bench.face.ask("POST", kind.path, form: "\(field)=d", [cookie]).expect(401, "csrf_mismatch")
        try bench.face.ask("POST", kind.path, form: "other=c", [cookie]).expect(401, "csrf_missing")
    }

    private static func otherMethods(_ kind: Kind) throws {
        let (browser, _) = try browser { $0.csrf.methods = ["GET"] }
        try browser.ask("POST", kind.path).expect(200)
        try browser.ask("GET", kind.path).expect(401, "csrf_missing")
        try browser.ask("GET", kind.path, csrf: browser.value(kind.csrfCookie)).expect(200)
    }

    private static func optional() throws {
        let (browser, bench) = try browser()
        try bench.face.ask("POST", "/optional").expect(200)
        try browser.ask("POST", "/optional").expect(401, "csrf_missing")
    }
}
