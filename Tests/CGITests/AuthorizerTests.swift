// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CGI

@Suite("Requests to an authorizer")
struct AuthorizerTests {
    /// Says what it is asked as.
    private static func running() throws -> Running {
        try Running(
            .patient,
            Echo { request in
                let environment = request.environment
                let role = environment["FCGI_ROLE"] ?? "none"
                let text = "\(role) \(environment.isForAuthorizer) \(environment.isCheck) \(request.body.count)"
                return Response(status: 200, body: Array(text.utf8))
            })
    }

    static let bodies: [(name: String, bytes: [UInt8])] = [
        ("nothing", []), ("an empty body", Record.body()), ("a body", Record.body(MalformedInput.hello)),
        ("a body without its end", Record.bytes(type: 5, MalformedInput.hello)),
    ]

    @Test(
        "F7 are answered when their parameters are there, whatever follows, and their connection is closed",
        arguments: bodies)
    func authorizer(_ body: (name: String, bytes: [UInt8])) throws {
        let running = try Self.running()
        let client = try running.connect()
        client.send(Record.begin(role: 2) + MalformedInput.post + body.bytes)
        let reply = client.receive()
        #expect(reply.status == 200 && reply.body == "AUTHORIZER true true 0")
        #expect(client.isClosed())
        #expect(running.drops.isEmpty)
    }

    @Test("are those whose role says so, not those in which a variable does")
    func pretender() throws {
        let running = try Self.running()
        let client = try running.connect()
        let reply = client.get(.get("/") + [("FCGI_ROLE", "AUTHORIZER"), ("HTTP_FCGI_ROLE", "AUTHORIZER")])
        #expect(reply.body == "RESPONDER false false 0")
        let check = client.get(.get("/") + [("GATEHOUSE_REQUIRE", "")])
        #expect(check.body == "RESPONDER false true 0")
    }
}
