// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("What an operator writes into the files that are theirs")
struct OwnFilesTests {
    private static let locations = """
        location / { include gatehouse/api.conf; }
        location /withheld/ {
            include gatehouse/identity.conf;
            include gatehouse/withhold_tokens.conf;
            proxy_set_header X-Token "";
            proxy_pass HTTP_UPSTREAM;
        }
        location = /refused { return 404; error_page 404 /gatehouse/error; }
        """

    private let gated: GatedHost

    init() throws { gated = try GatedHost() }

    /// A server whose operator has `new` in the place of `old` in one of the files.
    private func server(_ file: String, _ edits: [(old: String, new: String)]) throws -> ExistingServer {
        let path = gated.host.folder.file("gatehouse/\(file)")
        var text = try String(contentsOfFile: path, encoding: .utf8)
        for edit in edits {
            try #require(text.contains(edit.old), "\(file) has no \(edit.old)")
            text = text.replacing(edit.old, with: edit.new)
        }
        return try server(file, text)
    }

    /// A server whose operator has this text in one of the files.
    private func server(_ file: String, _ text: String) throws -> ExistingServer {
        let path = gated.host.folder.file("gatehouse/\(file)")
        // A link to the shipped file, until now.
        try FileManager.default.removeItem(atPath: path)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try ExistingServer(gated, server: Self.locations)
    }

    /// Cookie fields, and what is left of each where session.id and renewal hold tokens.
    private static let cookies = [
        ("a=1; __Host-session.id=x; b=2", "a=1; b=2"), ("session.id=x", ""), ("RENEWAL = x;a=1", "a=1"),
        ("a=1; renewal=x", "a=1"), ("session.id=x; renewal=y", ""), ("session-id=1; my-renewal=2", nil),
        ("access_token_cookie=1", nil),
    ]

    @Test("withholds cookies of the names that it says, whatever these would mean in a pattern, and no others")
    func cookieNames() throws {
        let server = try server(
            "names.conf", [("access_token_cookie;", "session.id;"), ("refresh_token_cookie;", "renewal;")])
        for (field, left) in Self.cookies {
            let reply = try server.curl("/withheld/", ["--header", "Cookie: \(field)", "--header", "X-Token: x"])
            #expect(reply.passed("Cookie") == [left ?? field].filter { !$0.isEmpty }, "\(field)")
            #expect(reply.status == 200 && reply.passed("X-Token").isEmpty)
        }
    }

    @Test("names the message of nginx's own refusals, and the fields that a page of another origin may send")
    func otherNames() throws {
        let server = try server("names.conf", [("default error;", "default msg;"), ("X-CSRF-TOKEN", "X-Mine")])
        let reply = try server.curl("/refused")
        #expect(reply.json?["msg"]?.string == "Not found" && reply.json?["error"] == nil, "\(reply.body)")
        let preflight = try server.curl(
            "/login",
            ["-X", "OPTIONS", "-H", "Origin: https://app.example.com", "-H", "Access-Control-Request-Method: PUT"])
        #expect(preflight.header("Access-Control-Allow-Headers")?.contains("X-Mine") == true)
    }

    @Test("says how many passwords an address may try")
    func rates() throws {
        let server = try server("rates.conf", [("rate=5r/s", "rate=1r/m")])
        var statuses = try (1...40).map { _ in try server.curl("/login", ["--json", "{}"]).status }
        // At the rate as it is shipped one would be let through by then.
        usleep(1_000_000)
        statuses.append(try server.curl("/login", ["--json", "{}"]).status)
        #expect(statuses.first == 400 && statuses.suffix(2) == [429, 429], "\(statuses)")
    }

    @Test("says how long a body may be")
    func body() throws {
        let server = try server("body.conf", [("64k", "1k")])
        let bodies = [1024, 1025].map { "{\"x\":\"" + String(repeating: "x", count: $0 - 8) + "\"}" }
        #expect(try bodies.map { try server.curl("/login", ["--json", $0]).status } == [400, 413])
    }

    @Test("goes on where it was written for the first version")
    func former() throws {
        let server = try server(
            "site.conf",
            """
            upstream gatehouse {
                server unix:\(gated.host.socket) max_fails=0;
                include gatehouse/upstream.conf;
            }
            map $http_origin $gatehouse_origin {
                default 0;
            }
            geo $gatehouse_unlimited {
                default 0;
            }
            """)
        #expect(try server.curl("/health/ready").status == 200)
        let reply = try server.curl("/withheld/", ["--header", "Cookie: a=1; access_token_cookie=x"])
        #expect(reply.passed("Cookie") == ["a=1"])
        #expect(try server.curl("/refused").json?["error"]?.string == "Not found")
    }
}
