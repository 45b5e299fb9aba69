// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Behind the gate: what browsers and programs are told")
struct GateBrowserTests {
    static let locations = #"""
        location /api/ {
            auth_request /gatehouse/any;
            include gatehouse/guarded_api.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        location /spa/ {
            auth_request /gatehouse/any;
            include gatehouse/guarded_pages.conf;
            root WEB;
            try_files $uri /spa/index.html;
        }
        location ~ \.php$ {
            root WEB;
        }
        location /returning/ {
            auth_request /gatehouse/any;
            include gatehouse/guarded_pages.conf;
            return 200 "told to everybody";
        }
        """#

    static let origin = "https://app.example.com"
    let host = GatedHost.shared.host
    let token: String

    init() throws {
        token = try host.login(Host.someone()).access
    }

    /// How often the gate was asked about a path.
    private func checks(of path: String) -> Int {
        host.log.split(separator: "\n").count { $0.contains("\"path\":\"\(path)\"") && $0.contains("\"require\":") }
    }

    static let ways = [
        ("/reports/", "%2Freports%2F"), ("/reports/x?a=1&b=%26", "%2Freports%2Fx%3Fa%3D1%26b%3D%2526"),
        ("//reports/", "%2Freports%2F"), ("/%72eports/%09//evil.example", "%2F%2572eports%2F%2509%2F%2Fevil.example"),
    ]

    @Test("G18 people who are not signed in go to the login page, and know the way back", arguments: ways)
    func login(_ path: String, _ way: String) throws {
        let reply = try host.curl(path)
        #expect(reply.status == 302)
        #expect(reply.all("Location") == ["/login.html?return=\(way)&reason=token_required"])
        #expect(reply.all("WWW-Authenticate") == ["Bearer"])
    }

    @Test("G19 those who are signed in and may not pass are told 403, and are not sent around in a circle")
    func forbidden() throws {
        let reply = try host.get("/wiki/", token: token)
        #expect(reply.status == 403 && reply.header("Location") == nil)
        let expired = try host.get("/reports/", token: "rubbish")
        #expect(expired.header("Location")?.hasSuffix("&reason=token_invalid") == true)
    }

    @Test(
        "G20 a program is told in JSON why it may not pass, with the challenge", arguments: ["GET", "POST", "DELETE"])
    func api(_ method: String) throws {
        let required = try host.curl("/api/x", "--request", method)
        #expect(required.status == 401 && required.code == "token_required")
        #expect(required.error == "Authorization token is required")
        #expect(required.all("Content-Type") == ["application/json"])
        #expect(required.all("WWW-Authenticate") == ["Bearer"] && required.header("Location") == nil)
        let invalid = try host.ask(method, "/api/x", token: "rubbish")
        #expect(invalid.code == "token_invalid" && invalid.status == 401)
        #expect(invalid.header("WWW-Authenticate")?.contains("invalid_token") == true)
        #expect(try host.ask(method, "/api/x", token: token).status == 200)
    }

    @Test("G21 HEAD is answered as GET, without a body")
    func head() throws {
        // To `--head` curl reads no body: so it hears of none that HEAD has, and reads on until nginx closes.
        let head = [
            "--http1.1", "--request", "HEAD", "--ignore-content-length", "--header", "Connection: close",
        ]
        let refused = try host.curl("/api/x", head)
        #expect(refused.status == 401 && refused.body.isEmpty)
        #expect(refused.header("WWW-Authenticate") == "Bearer")
        let passed = try host.curl("/reports/q1.txt", head + ["--header", "Authorization: Bearer \(token)"])
        #expect(passed.status == 200 && passed.body.isEmpty && passed.header("Content-Length") == "13")
    }

    @Test(
        "G22 another origin's page can read every answer, and each field comes once, also where the application has its own"
    )
    func cors() throws {
        let bearer = ["--header", "Authorization: Bearer \(token)"]
        for (path, arguments, status) in [
            ("/api/x", [], 401), ("/api/x", bearer, 200), ("/api/x?wild", bearer, 200), ("/api/x?404", bearer, 404),
            ("/wiki/api/", ["--header", "Authorization: Bearer x"], 401),
        ] as [(String, [String], Int)] {
            let reply = try host.curl(path, arguments + ["--header", "Origin: \(Self.origin)"])
            #expect(reply.status == status, "\(path)")
            #expect(reply.all("Access-Control-Allow-Origin") == [Self.origin], "\(path)")
            #expect(reply.all("X-Content-Type-Options") == ["nosniff"], "\(path)")
            #expect(reply.all("Vary") == ["Origin"], "\(path)")
            let stranger = try host.curl(path, arguments + ["--header", "Origin: https://evil.example"])
            #expect(stranger.header("Access-Control-Allow-Origin") == nil, "\(path)")
        }
    }

    /// An application of each of nginx's protocols; that over gRPC is nginx once more.
    private static let applications = """
        location = /gatehouse/guest { internal; include gatehouse/gate.conf; fastcgi_param GATEHOUSE_REQUIRE "optional"; }
        location /http/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        location /grpc/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            grpc_pass grpc://unix:WEB/own.sock;
        }
        location /fastcgi/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_pass FASTCGI_UPSTREAM;
        }
        location /uwsgi/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            uwsgi_param QUERY_STRING $query_string;
            uwsgi_pass UWSGI_UPSTREAM;
        }
        """

    @Test("G48 of what an application says itself only the fields pass that nginx does not add, over each protocol")
    func ownFields() throws {
        let server = try ExistingServer(
            GatedHost.shared,
            http: "server { listen unix:WEB/own.sock http2; location / { proxy_pass HTTP_UPSTREAM; } }",
            server: Self.applications)
        for name in ["http", "grpc", "fastcgi", "uwsgi"] {
            let reply = try server.curl("/\(name)/?wild", ["--header", "Origin: \(Self.origin)"])
            #expect(reply.headers.filter { $0.value == "own" }.map(\.name) == ["x-own"], "\(name)")
            #expect(reply.all("Access-Control-Allow-Origin") == [Self.origin], "\(name)")
            #expect(reply.json?["name"]?.string == (name == "grpc" ? "http" : name))
        }
    }

    @Test("G23 a preflight is answered before the gate is asked; any other OPTIONS is not")
    func preflight() throws {
        let path = "/api/\(UUID().uuidString)"
        let reply = try host.curl(
            path, "-X", "OPTIONS", "-H", "Origin: \(Self.origin)", "-H", "Access-Control-Request-Method: PUT")
        #expect(reply.status == 204 && reply.header("Access-Control-Allow-Methods")?.contains("PUT") == true)
        #expect(try host.curl(path, "-X", "OPTIONS").status == 401)
        #expect(eventually { checks(of: path) == 1 })
    }

    @Test("G24 a `return` in a guarded location comes before the gate, which the documentation warns of")
    func returning() throws {
        #expect(try host.curl("/returning/").body == "told to everybody")
    }

    @Test("G25 an index and a try_files have the gate asked twice, and both times it has to say yes")
    func twice() throws {
        #expect(try host.get("/reports/deep/", token: token).body == "deep")
        #expect(eventually { checks(of: "/reports/deep/") == 2 })
        #expect(try host.get("/spa/some/where", token: token).body == "the application")
        #expect(eventually { checks(of: "/spa/some/where") == 2 })
        #expect(try host.get("/spa/index.html", token: token).body == "the application")
        #expect(eventually { checks(of: "/spa/index.html") == 1 })
        for path in ["/reports/deep/", "/spa/some/where", "/reports/deep"] {
            #expect(try host.curl(path).status == 302, "\(path)")
        }
    }

    @Test("G26 no other spelling of a path, and no regular expression elsewhere, leads around the gate")
    func spellings() throws {
        for path in [
            "/reports/q1.txt", "//reports/q1.txt", "/./reports/q1.txt", "/x/../reports/q1.txt", "/%72eports/q1.txt",
            "/reports%2fq1.txt", "/reports/x.php", "/reports/x.php/y",
        ] {
            #expect(try host.curl(path).status == 302, "\(path)")
        }
        #expect(try host.get("/reports/x.php", token: token).body == "source of a script")
    }

    @Test("G47 a browser asks again before it shows a file that it has kept, and is turned away after a logout")
    func kept() throws {
        for path in ["/reports/q1.txt", "/shop/logo.txt"] {
            let reply = try host.get(path, token: token)
            #expect(reply.status == 200 && reply.all("Cache-Control") == ["no-cache"], "\(path)")
            let again = ["--header", "If-None-Match: \(reply.header("ETag") ?? "")"]
            #expect(try host.curl(path, again + ["--header", "Authorization: Bearer \(token)"]).status == 304)
            #expect(try host.curl(path, again).status == 302)
        }
    }

    private static let guardedInPart = """
        location = /gatehouse/anyone { internal; include gatehouse/gate.conf; fastcgi_param GATEHOUSE_REQUIRE "any"; }
        location ^~ /wiki/ {
            auth_request /gatehouse/anyone;
            include gatehouse/guarded_api.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        location / { proxy_pass HTTP_UPSTREAM; }
        location = /logo { proxy_pass HTTP_UPSTREAM/logo; }
        """

    @Test("G46 an open location hands on, as they came, paths that its application may read as guarded ones")
    func differences() throws {
        let server = try ExistingServer(GatedHost.shared, server: Self.guardedInPart)
        #expect(try server.curl("/wiki/a").status == 401)
        for path in ["/wiki;x/a", "/WIKI/a", "/wiki/a/%2e%2e/%2e%2e/b"] {
            #expect(try server.curl(path).json?["target"]?.string == path)
        }
        for path in ["/logo", "/wiki;x/../logo", "/wiki/a/%2e%2e/%2e%2e/logo"] {
            #expect(try server.curl(path).json?["target"]?.string == "/logo", "\(path)")
        }
    }
}
