// SPDX-License-Identifier: Apache-2.0

import Basics
import Synchronization
import TestSupport
import Testing

@testable import CGI

@Suite("Response")
struct ResponseTests {
    private func text(_ response: Response, _ method: String = "GET") throws -> String {
        String(decoding: try response.document(for: method), as: UTF8.self)
    }

    @Test("a document has the status, the fields in order, the length of the body and the body")
    func document() throws {
        var response = Response(
            status: 201, headers: [("X-B", "2"), ("Content-Length", "999")], body: Array("hi".utf8))
        response.addHeader("Set-Cookie", "a")
        response.addHeader("Set-Cookie", "b")
        response.setHeader("x-b", "3")
        #expect(response.header("X-B") == "3" && response.header("set-cookie") == "a" && response.header("Y") == nil)
        #expect(
            try text(response)
                == """
                Status: 201 Created\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nx-b: 3\r\nContent-Length: 2\r\n\r\nhi
                """.replacing("\n            ", with: ""))
    }

    @Test("HEAD has the fields of GET and no body; 204 and 304 have neither body nor length")
    func bodiless() throws {
        let response = Response(status: 200, body: Array("hello".utf8))
        #expect(try text(response, "HEAD") == "Status: 200 OK\r\nContent-Length: 5\r\n\r\n")
        for (status, reason) in [(204, "No Content"), (304, "Not Modified")] {
            let empty = Response(status: status, body: Array("hello".utf8))
            #expect(try text(empty) == "Status: \(status) \(reason)\r\n\r\n")
        }
    }

    @Test(
        "a field that would become another one is never written",
        arguments: [
            ("X", "a\r\nSet-Cookie: b"), ("X", "a\nb"), ("X", "a\rb"), ("X", "a\0b"), ("X\r\nY", "a"), ("", "a"),
            ("X:", "a"),
            ("X Y", "a"), ("Ä", "a"), ("Status", "200"), ("status", "200"),
        ])
    func injection(name: String, value: String) throws {
        let response = Response(status: 200, headers: [(name, value)])
        #expect(throws: Refusal.invalidResponse) { try response.document(for: "GET") }
        for wire in Wire.allCases {
            let running = try Running(.patient, Echo { _ in response }, speaking: wire)
            let reply = try running.ask(.get("/"))
            #expect(reply.status == 500 && reply.body == "invalidResponse")
            #expect(running.application.refusals.withLock { $0 } == [.invalidResponse])
        }
    }

    @Test("every character of a token may stand in a field name, and no other")
    func token() throws {
        let allowed = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        for byte in UInt8(0)...127 {
            let response = Response(status: 200, headers: [(String(UnicodeScalar(byte)), "v")])
            #expect(((try? response.document(for: "GET")) != nil) == allowed.contains(byte), "byte \(byte)")
        }
    }

    @Test("a status that ends no request cannot be written", arguments: [-1, 0, 99, 100, 101, 199, 600, 1000])
    func status(_ status: Int) {
        #expect(throws: Refusal.invalidResponse) { try Response(status: status).document(for: "GET") }
    }

    @Test("where the answer to a refusal cannot be written either, a bare 500 is")
    func bare() throws {
        struct Hopeless: Application {
            func respond(to request: Request) -> Response { Response(status: 0) }
            func respond(to refusal: Refusal, in environment: Environment) -> Response { Response(status: 0) }
        }
        let folder = try TemporaryDirectory()
        let server = Server(
            listener: try .unix(path: folder.file("s")), settings: .patient, application: Hopeless())
        let thread = try POSIXThread { try? server.run() }
        let reply = try FastCGIClient(path: folder.file("s")).get(.get("/"))
        #expect(reply.status == 500 && reply.header("Content-Length") == "0")
        server.stop()
        thread.join()
    }
}
