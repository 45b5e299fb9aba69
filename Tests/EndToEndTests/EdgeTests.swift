// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("nginx, with the files as shipped")
struct EdgeTests {
    let host = Host.shared
    static let origin = "https://app.example.com"

    /// Asks a server that listens on a socket, in plain HTTP.
    private func curl(_ path: String, at socket: String) throws -> Reply {
        let asking = ["curl", "--silent", "--include", "--path-as-is", "--unix-socket", socket]
        return Reply(try run(asking + ["http://localhost\(path)"]).standardOutput)
    }

    @Test("the files pass nginx -t without a warning")
    func syntax() throws {
        let output = try run("nginx", "-t", "-e", "stderr", "-p", host.folder.path, "-c", "nginx.conf")
        #expect(output.status == 0)
        #expect(!output.standardError.contains("[warn]"))
    }

    @Test(
        "an allowed origin is named on every answer, errors too", arguments: ["/health/live", "/profile", "/nothing"])
    func allowed(_ path: String) throws {
        let reply = try host.curl(path, "-H", "Origin: \(Self.origin)")
        #expect(reply.all("Access-Control-Allow-Origin") == [Self.origin])
        #expect(reply.all("Access-Control-Allow-Credentials") == ["true"])
        #expect(reply.all("Vary") == ["Origin"])
        #expect(reply.header("Access-Control-Expose-Headers")?.contains("X-Request-ID") == true)
    }

    static let otherOrigins = [
        "null", "https://app.example.com.evil", "https://evilapp.example.com", "https://app.example.com:444",
        "http://app.example.com", "https://app.example.com.", "https://APP.example.com", "https://u@app.example.com",
        "https://app_example.com", "",
    ]

    @Test("any other origin is told nothing", arguments: otherOrigins)
    func strangers(_ origin: String) throws {
        let reply = try host.curl("/health/live", "-H", "Origin: \(origin)")
        #expect(reply.status == 200)
        #expect(reply.all("Access-Control-Allow-Origin").isEmpty)
        #expect(reply.all("Access-Control-Allow-Credentials").isEmpty)
        #expect(reply.all("Vary") == ["Origin"])
    }

    @Test("a preflight is answered by nginx: 204, with methods and fields for an allowed origin alone")
    func preflight() throws {
        let asked = ["-X", "OPTIONS", "-H", "Access-Control-Request-Method: DELETE"]
        let allowed = try host.curl("/logout", asked + ["-H", "Origin: \(Self.origin)"])
        #expect(allowed.status == 204)
        #expect(allowed.header("Access-Control-Allow-Methods")?.contains("DELETE") == true)
        #expect(allowed.header("Access-Control-Allow-Headers")?.contains("Authorization") == true)
        #expect(allowed.header("Access-Control-Max-Age") != nil)
        #expect(allowed.header("Allow") == nil, "a worker has answered")
        let refused = try host.curl("/logout", asked + ["-H", "Origin: https://evil.example"])
        #expect(refused.status == 204)
        #expect(refused.header("Access-Control-Allow-Methods") == nil)
    }

    @Test("every answer has the fields that keep browsers from harm, once")
    func fields() throws {
        for path in ["/health/live", "/profile", "/nothing", "/../x"] {
            let reply = try host.curl(path)
            #expect(reply.all("Strict-Transport-Security") == ["max-age=63072000"], "\(path)")
            #expect(reply.all("X-Content-Type-Options") == ["nosniff"], "\(path)")
            #expect(reply.all("X-Request-ID").count == 1, "\(path)")
            #expect(reply.all("Content-Type") == ["application/json"], "\(path)")
            #expect(reply.header("Server") == "nginx", "\(path)")
        }
    }

    @Test("over plain HTTP the challenge for a certificate is answered, and all else redirected")
    func plainHTTP() throws {
        let (challenges, name) = (host.folder.file("acme/.well-known/acme-challenge"), UUID().uuidString)
        try FileManager.default.createDirectory(atPath: challenges, withIntermediateDirectories: true)
        try "the answer".write(toFile: "\(challenges)/\(name)", atomically: true, encoding: .utf8)
        let ask = { try curl($0, at: host.folder.file("http.sock")) }
        let answer = try ask("/.well-known/acme-challenge/\(name)")
        #expect(answer.status == 200 && answer.body == "the answer")
        #expect(try ask("/.well-known/acme-challenge/other").status == 404)
        for path in [
            "/", "/profile?x=1", "/.well-known/jwks.json", "/.well-known/acme-challenge",
            "/.well-known/acme-challenge/../../profile",
        ] {
            let reply = try ask(path)
            #expect(reply.status == 301, "\(path)")
            #expect(reply.header("Location") == "https://localhost:\(host.port)\(path)")
        }
    }

    @Test("TLS 1.2 and 1.3 are spoken, and nothing older")
    func tls() throws {
        for (version, works) in [("1.3", true), ("1.2", true), ("1.1", false), ("1.0", false)] {
            let reply = try host.curl("/health/live", "--tlsv\(version)", "--tls-max", version)
            #expect((reply.status == 200) == works, "TLS \(version)")
        }
    }

    @Test("HTTP/2 is spoken to whoever asks for it")
    func http2() throws {
        let output = try run(
            "curl", "-s", "-o", "/dev/null", "-w", "%{http_version}", "--cacert", host.certificate,
            "https://localhost:\(host.port)/health/live")
        #expect(output.standardOutput == "2")
    }

    @Test("without workers the answer is 502 in JSON, with CORS")
    func dead() throws {
        let host = try Host(workers: 1)
        host.workers[0].destroy()
        host.closeListener()
        let reply = try host.curl("/profile", "-H", "Origin: \(Self.origin)")
        #expect(reply.status == 502)
        #expect(reply.code == "bad_gateway")
        #expect(reply.header("Access-Control-Allow-Origin") == Self.origin)
        #expect(reply.header("X-Request-ID") != nil)
    }

    @Test("a flood is told 429 in JSON, with Retry-After")
    func flood() throws {
        let host = try Host(workers: 1, limited: true)
        let codes = try host.flood("/login", "{}", times: 60)
        #expect(codes[429, default: 0] > 20 && codes[400, default: 0] > 0, "\(codes)")
        let replies = try (1...20).map { _ in try host.post("/login", "{}") }
        let refused = try #require(replies.first { $0.status == 429 })
        #expect(refused.code == "rate_limited")
        #expect(refused.header("Retry-After") == "1")
    }

    @Test("a server that was there already takes the API in under a prefix, by three includes")
    func existing() throws {
        let host = try Host(workers: 1, ["GATEHOUSE_BASE_PATH": "/auth"])
        let server = """
                include gatehouse/http.conf;
                include gatehouse/site.conf;
                server {
                    listen unix:\(host.folder.file("existing.sock"));
                    include gatehouse/errors.conf;
                    location = / { return 200 mine; }
                    location /auth/ { include gatehouse/api.conf; }
                }
            """
        let main = try String(contentsOfFile: host.folder.file("nginx.conf"), encoding: .utf8)
            .replacing("include server.conf;", with: WorkerProtocol.directives(server))
            .replacing("pid nginx.pid", with: "pid existing.pid")
        try main.write(toFile: host.folder.file("existing.conf"), atomically: true, encoding: .utf8)
        let checked = try run("nginx", "-t", "-e", "stderr", "-p", host.folder.path, "-c", "existing.conf")
        #expect(checked.status == 0, "\(checked.standardError)")
        #expect(!checked.standardError.contains("[warn]"))
        let nginx = try host.startNginx(with: "existing.conf")
        defer { nginx.end() }
        let ask = { try curl($0, at: host.folder.file("existing.sock")) }
        #expect(try eventually { try ask("/").body == "mine" })
        #expect(try ask("/auth/health/ready").status == 200)
        #expect(try ask("/auth/profile").code == "token_required")
        #expect(try ask("/health/live").status == 404)
    }
}
