// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Behind the gate: bodies")
struct GateBodyTests {
    static let locations = """
        location /upload/ {
            auth_request /gatehouse/any;
            include gatehouse/guarded_api.conf;
            client_max_body_size 32m;
            proxy_pass HTTP_UPSTREAM;
        }
        location /upload-fastcgi/ {
            auth_request /gatehouse/any;
            include gatehouse/guarded_api.conf;
            client_max_body_size 32m;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_pass FASTCGI_UPSTREAM;
        }
        """

    let gated = GatedHost.shared
    let host = GatedHost.shared.host
    let token: String

    init() throws {
        token = try host.login(Host.someone()).access
    }

    private func send(_ bytes: Int, to path: String, _ arguments: String..., token: String?) throws -> Reply {
        let file = gated.web.file("body-\(bytes)")
        // Cases run beside each other: one must not send what another has half written.
        if access(file, F_OK) != 0 { try Data(count: bytes).write(to: URL(fileURLWithPath: file), options: .atomic) }
        let authorization = token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []
        return try host.curl(path, ["--data-binary", "@\(file)"] + authorization + arguments)
    }

    static let sizes = [0, 1, 8_192, 65_536, 98_304, 98_305, 1_048_577, 20_971_520]
    static let ways = [["--http1.1"], ["--http2"], ["--http1.1", "--header", "Transfer-Encoding: chunked"]]

    @Test("G1 a body of any size passes the gate and arrives whole, with a length or without", arguments: sizes, ways)
    func bodies(_ bytes: Int, _ way: [String]) throws {
        for path in ["/upload/", "/upload-fastcgi/"] {
            let reply = try send(bytes, to: path, way, token: token)
            #expect(reply.status == 200, "\(path)")
            #expect(reply.json?["body"] == .integer(Int64(bytes)), "\(path)")
        }
    }

    private func send(_ bytes: Int, to path: String, _ way: [String], token: String?) throws -> Reply {
        try way.count == 1
            ? send(bytes, to: path, way[0], token: token) : send(bytes, to: path, way[0], way[1], way[2], token: token)
    }

    @Test("G2 a body of somebody who may not pass changes nothing about the refusal", arguments: sizes, ways)
    func refused(_ bytes: Int, _ way: [String]) throws {
        let reply = try send(bytes, to: "/upload/", way, token: nil)
        #expect(reply.status == 401 && reply.code == "token_required")
    }

    @Test("G3 the limit for bodies is the guarded location's, and no other: 413 beyond it, and no 500")
    func limit() throws {
        let limit = 32 * 1_048_576
        #expect(try send(limit, to: "/upload/", token: token).json?["body"] == .integer(Int64(limit)))
        let reply = try send(limit + 1, to: "/upload/", token: token)
        #expect(reply.status == 413 && reply.code == "content_too_large")
    }

    @Test("G4 a client that says how long its body is and sends none holds nobody up")
    func promised() throws {
        let begin = ContinuousClock.now
        let reply = try host.curl(
            "/upload/", "--http1.1", "--request", "POST", "--header", "Content-Length: 1000000", "--max-time", "2",
            "--header", "Authorization: Bearer \(token)")
        #expect(reply.status == 0, "nothing can be answered yet")
        #expect(try host.get("/upload/", token: token).status == 200)
        #expect(ContinuousClock.now - begin < .seconds(8))
        #expect(!host.log.contains(#""status":504"#))
    }
}
