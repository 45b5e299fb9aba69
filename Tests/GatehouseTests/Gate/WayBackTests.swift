// SPDX-License-Identifier: Apache-2.0

import CGI
import Testing

@testable import Gatehouse

@Suite("The way back from a login")
struct WayBackTests {
    private func way(_ target: String, _ method: String = "GET") throws -> String {
        WayBack(try CGI.Environment([("REQUEST_METHOD", method), ("REQUEST_URI", target)])).encoded
    }

    static let ways = [
        ("/", "%2F"), ("/x/z?st=401&b=%26#", "%2Fx%2Fz%3Fst%3D401%26b%3D%2526%23"), ("/a+b", "%2Fa%2Bb"),
        // Never to another site.
        ("//evil.example/", "%2Fevil.example%2F"), ("///evil.example", "%2Fevil.example"),
        ("/\\evil.example", "%2Fevil.example"), ("/\t/evil.example", "%2Fevil.example"),
        ("\\\\evil.example", "%2Fevil.example"), ("https://evil.example/", "%2Fhttps%3A%2F%2Fevil.example%2F"),
        ("//\u{301}evil.example", "%2F%CC%81evil.example"), ("", "%2F"), ("*", "%2F%2A"),
        ("/a\r\nSet-Cookie: x", "%2Fa%0D%0ASet-Cookie%3A%20x"),
    ]

    @Test("is the target, encoded, with one slash before it", arguments: ways)
    func encoding(_ target: String, _ encoded: String) throws {
        #expect(try way(target) == encoded)
    }

    @Test(
        "of what has to be sent once more with its body is the root", arguments: ["POST", "PUT", "DELETE", "get", ""])
    func methods(_ method: String) throws {
        #expect(try way("/form", method) == "%2F")
        #expect(try way("/form", "HEAD") == "%2Fform")
    }

    @Test("that is too long loses its query, then its path")
    func length() throws {
        #expect(try way("/search?q=" + String(repeating: "a", count: 2000)) == "%2Fsearch")
        #expect(try way("/" + String(repeating: "a", count: 2000)) == "%2F")
    }
}
