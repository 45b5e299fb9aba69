// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Behind the gate: when it cannot be asked")
struct GateFailureTests {
    private static let guarded = """
        location = /gatehouse/known { internal; include gatehouse/gate.conf; fastcgi_param GATEHOUSE_REQUIRE "any"; }
        location /api/ {
            auth_request /gatehouse/known;
            include gatehouse/guarded_api.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        location /pages/ {
            auth_request /gatehouse/known;
            include gatehouse/guarded_pages.conf;
            alias WEB/reports/;
        }
        location /plain/ {
            auth_request /gatehouse/known;
            include gatehouse/guarded.conf;
            alias WEB/reports/;
        }
        """

    let gated: GatedHost
    var host: Host { gated.host }
    let token: String

    init() throws {
        gated = try GatedHost(locations: Self.guarded)
        token = try gated.host.login("alice").access
    }

    /// Whether every guarded location says that it is worth trying again, and none lets anybody in.
    private func expectClosed(_ location: SourceLocation = #_sourceLocation) throws {
        let origin = ["--header", "Origin: https://app.example.com", "--header", "Authorization: Bearer \(token)"]
        for path in ["/api/x", "/pages/q1.txt", "/plain/q1.txt", "/plain/"] {
            for arguments in [origin, origin + ["--data", "x=y"]] {
                let reply = try host.curl(path, arguments)
                #expect(reply.status == 503 && reply.code == "service_unavailable", "\(path)", sourceLocation: location)
                #expect(reply.header("Retry-After") == "5", "\(path)", sourceLocation: location)
                #expect(
                    reply.all("Access-Control-Allow-Origin") == ["https://app.example.com"], "\(path)",
                    sourceLocation: location)
            }
        }
    }

    private func expectOpen(_ location: SourceLocation = #_sourceLocation) throws {
        #expect(try host.get("/plain/q1.txt", token: token).body == "first quarter", sourceLocation: location)
    }

    @Test("G27 without workers nobody passes: 503 and Retry-After, in JSON, with CORS")
    func dead() throws {
        try expectOpen()
        host.workers[0].destroy()
        host.closeListener()
        try expectClosed()
    }

    @Test("G28 a worker that has stopped for good, and a queue before it that is full, let nobody pass either")
    func full() throws {
        try expectOpen()
        host.workers[0].destroy()
        host.closeListener()
        unlink(host.socket)
        let listener = try UnixSocket.bound(at: host.socket, type: SOCK_STREAM)
        defer { close(listener) }
        #expect(listen(listener, 0) == 0)
        let waiting = try Peer(path: host.socket)
        try expectClosed()
        withExtendedLifetime(waiting) {}
    }

    @Test("G29 a worker that does not answer in time lets nobody pass")
    func hung() throws {
        try expectOpen()
        host.workers[0].signal(SIGSTOP)
        defer { host.workers[0].signal(SIGCONT) }
        let begin = ContinuousClock.now
        let reply = try host.get("/plain/q1.txt", token: token)
        #expect(reply.status == 503 && reply.header("Retry-After") == "5")
        #expect(ContinuousClock.now - begin < .seconds(15))
    }

    @Test("G30 a database that cannot be read lets nobody pass, and one that can again does")
    func unreadable() throws {
        // In place, since the worker has them open; and all of them, since it would find its way by what is left.
        let files = ["", "-wal", "-shm"].map { URL(fileURLWithPath: host.database + $0) }
        let contents = try files.map { try Data(contentsOf: $0) }
        func write(_ contents: [Data]) throws {
            for (file, content) in zip(files, contents) {
                let handle = try FileHandle(forWritingTo: file)
                try handle.write(contentsOf: content)
                try handle.close()
            }
        }
        try write(contents.map { Data(count: $0.count) })
        try expectClosed()
        try write(contents)
        try expectOpen()
    }

    /// What a server may say of its own, by which all would be open as soon as the gate is not.
    static let habits = [
        "error_page 500 502 503 504 =200 /gone.html;", "error_page 502 504 = /gone.html;",
        "error_page 401 403 =200 /gone.html;\nfastcgi_intercept_errors on;",
        "error_page 401 403 502 =204 /gone.html;\nfastcgi_intercept_errors on;",
    ]

    @Test("G31 an error_page of the server's makes no yes of a no, nor of silence", arguments: habits)
    func errorPages(_ habit: String) throws {
        let server = try ExistingServer(
            gated, server: "\(habit)\nlocation = /gone.html { root WEB; }\n" + Self.guarded)
        #expect(try server.get("/plain/q1.txt", token: token).body == "first quarter")
        #expect(try server.get("/plain/q1.txt", token: nil).status == 401)
        host.workers[0].destroy()
        host.closeListener()
        for path in ["/plain/q1.txt", "/pages/q1.txt", "/api/x"] {
            for token in [token, nil] { #expect(try server.get(path, token: token).status == 503, "\(path)") }
        }
    }

    @Test("G32 a cache of the server's keeps no verdict, for the same person as little as for another")
    func cache() throws {
        let http = """
            fastcgi_cache_path WEB/cache keys_zone=habit:1m;
            fastcgi_cache habit;
            fastcgi_cache_key $host;
            fastcgi_cache_valid any 1m;
            """
        let server = try ExistingServer(gated, http: http, server: Self.guarded)
        #expect(try server.get("/plain/q1.txt", token: token).body == "first quarter")
        #expect(try server.get("/plain/q1.txt", token: nil).status == 401)
        #expect(try server.get("/plain/q1.txt", token: token).body == "first quarter")
        _ = try host.ask("DELETE", "/logout", token: token)
        #expect(try server.get("/plain/q1.txt", token: token).status == 401)
    }

    @Test("G33 where a whole server is guarded, one can log in, and a refusal and a preflight are answered")
    func server() throws {
        let whole = """
            auth_request /gatehouse/known;
            include gatehouse/guarded.conf;
            error_page 401 /gatehouse/error;
            location = /gatehouse/known {
                internal;
                include gatehouse/gate.conf;
                fastcgi_param GATEHOUSE_REQUIRE "any";
            }
            location / { root WEB; }
            location /auth/ { include gatehouse/api.conf; }
            """
        let server = try ExistingServer(GatedHost(["GATEHOUSE_BASE_PATH": "/auth"]), server: whole)
        #expect(try server.curl("/reports/q1.txt").code == "token_required")
        _ = try server.curl("/auth/register", ["--json", Host.credentials("bobby")])
        let login = try server.curl("/auth/login", ["--json", Host.credentials("bobby")])
        #expect(login.status == 200)
        #expect(try server.get("/reports/q1.txt", token: login.access).body == "first quarter")
        #expect(try server.curl("/auth/health/live").status == 200)
        let origin = "Origin: https://app.example.com"
        let preflight = ["-X", "OPTIONS", "-H", origin, "-H", "Access-Control-Request-Method: POST"]
        let allowed = try server.curl("/auth/login", preflight)
        #expect(allowed.status == 204 && allowed.header("Access-Control-Allow-Methods")?.contains("POST") == true)
        #expect(try server.curl("/reports/q1.txt", preflight).status == 401)
    }

    @Test("G34 a flood meets nginx's limit before the gate: 429, and not the 500 that it would be")
    func flood() throws {
        let limit = "limit_req_zone $host zone=habit:1m rate=1r/m;"
        let limited = """
            location = /gatehouse/known { internal; include gatehouse/gate.conf; fastcgi_param GATEHOUSE_REQUIRE "any"; }
            location /limited/ {
                limit_req zone=habit;
                limit_req_status 429;
                auth_request /gatehouse/known;
                include gatehouse/guarded.conf;
                alias WEB/reports/;
            }
            """
        let server = try ExistingServer(gated, http: limit, server: limited)
        let statuses = try (1...5).map { _ in try server.get("/limited/q1.txt", token: token).status }
        #expect(statuses.first == 200 && Set(statuses.dropFirst()) == [429])
        func checks() -> Int { host.log.split(separator: "\n").count { $0.contains("/limited/q1.txt") } }
        #expect(eventually { checks() >= 1 })
        #expect(checks() == 1)
    }
}
