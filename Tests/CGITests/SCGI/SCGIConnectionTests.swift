// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import TestSupport
import Testing

@testable import CGI

@Suite("SCGI connections")
struct SCGIConnectionTests {
    @Test("the answer to a request ends its connection, and no thread stays with it")
    func ending() throws {
        let running = try Running(.patient, speaking: .scgi)
        for number in 1...50 {
            let reply = try running.connectSCGI().get(.post("/\(number)", length: 2), body: [65, 66])
            #expect(reply.body == "POST /\(number) AB" && reply.isClosed && !reply.isReset)
        }
        #expect(running.log.all.isEmpty && running.server.requestsServed == 50)
        #expect(eventually { running.server.openConnections == 0 && running.server.busyThreads == 0 })
    }

    @Test("what is twice means the same as over FastCGI: the first counts, and cookies are joined")
    func repeated() throws {
        let running = try Running(
            .patient,
            Echo { request in
                let text = "\(request.header("X-T") ?? "") \(request.header("Cookie") ?? "")"
                return Response(status: 200, body: Array(text.utf8))
            }, speaking: .scgi)
        let twice = [("HTTP_X_T", "1"), ("HTTP_COOKIE", "a=1"), ("HTTP_X_T", "2"), ("HTTP_COOKIE", "b=2")]
        #expect(try running.ask(.get("/") + twice).body == "1 a=1; b=2")
    }

    @Test("the largest body allowed arrives whole, and one byte more is 413", arguments: [65_536, 1_000_000])
    func largeBodies(limit: Int) throws {
        let settings = Server.Settings(threads: 1, maxContentLength: limit)
        let running = try Running(
            settings, Echo { Response(status: 200, body: Array("\($0.body.count)".utf8)) }, speaking: .scgi)
        let whole = try running.ask(.post("/", length: limit), body: [UInt8](repeating: 120, count: limit))
        #expect(whole.body == "\(limit)")
        let larger = try running.ask(.post("/", length: limit + 1), body: [UInt8](repeating: 120, count: limit + 1))
        #expect(larger.status == 413)
        #expect(running.application.refusals.withLock { $0 } == [.bodyTooLarge(limit: limit)])
        // All of it is taken though none is read: to nginx a send that fails is a 502, whatever was answered.
        let client = try running.connectSCGI()
        let body = [UInt8](repeating: 120, count: 4 * limit)
        #expect(client.send(SCGIMessage.request(.post("/", length: body.count), body: body)))
        let reply = client.receive()
        #expect(reply.status == 413 && reply.isClosed && !reply.isReset)
    }

    @Test("too many headers are refused with what is known of the request")
    func largeHeaders() throws {
        let running = try Running(.patient, speaking: .scgi)
        let value = String(repeating: "v", count: 2 * Environment.limit)
        #expect(try running.ask(.get("/large") + [("HTTP_X", value)]).status == 431)
        guard case .refused(_, let environment)? = running.log.all.first else {
            Issue.record("nothing was refused")
            return
        }
        #expect(environment["DOCUMENT_URI"] == "/large" && environment["HTTP_X"] == nil)
    }

    @Test(
        "a check is answered without its body, whatever CONTENT_LENGTH says",
        arguments: ["0", "11", "", "all", "-1"])
    func check(length: String) throws {
        let running = try Running(.patient, speaking: .scgi)
        let client = try running.connectSCGI()
        let headers = [("CONTENT_LENGTH", length)] + MalformedInput.SCGI.rest + [("GATEHOUSE_REQUIRE", "any")]
        client.send(SCGIMessage.headers(headers))
        // It is held open by this end, and has got its answer: nobody has waited for the 11 bytes.
        let reply = client.receive()
        #expect(reply.status == 200 && reply.body == "POST /f " && reply.isClosed)
    }

    @Test("what comes of a check's body is read away, before the answer and after it")
    func checkWithBody() throws {
        let running = try Running(.patient, speaking: .scgi)
        let check = [("CONTENT_LENGTH", "5000000")] + MalformedInput.SCGI.rest + [("GATEHOUSE_REQUIRE", "any")]
        let client = try running.connectSCGI()
        // More than the socket holds: it can only be sent if somebody reads it.
        #expect(client.send(SCGIMessage.headers(check) + [UInt8](repeating: 120, count: 5_000_000)))
        let reply = client.receive()
        #expect(reply.body == "POST /f " && reply.isClosed && !reply.isReset)
        #expect(running.log.all.isEmpty)
    }

    @Test("a check with CONTENT_LENGTH twice is one, as nginx may send it")
    func checkWithTwoLengths() throws {
        let running = try Running(.patient, speaking: .scgi)
        let twice = [("CONTENT_LENGTH", "11"), ("CONTENT_LENGTH", ""), ("GATEHOUSE_REQUIRE", "any")]
        let reply = try running.ask([("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", "/f")] + twice)
        #expect(reply.status == 200)
    }

    @Test("HEAD has the fields of GET and no body")
    func head() throws {
        let running = try Running(.patient, speaking: .scgi)
        let reply = try running.ask([("REQUEST_METHOD", "HEAD"), ("DOCUMENT_URI", "/")])
        #expect(reply.header("Content-Length") == "7" && reply.body.isEmpty && reply.isClosed)
    }

    @Test("a connection whose request is on its way is not the one that is closed for room; a silent one is")
    func eviction() throws {
        let settings = Server.Settings(threads: 2, maxConnections: 1, requestDeadline: .seconds(2))
        let running = try Running(settings, speaking: .scgi)
        let first = try running.connectSCGI()
        #expect(eventually { running.server.openConnections == 1 })
        let second = try running.connectSCGI()
        second.send(SCGIMessage.request(.get("/second")))
        #expect(!first.isClosed(within: 300))
        #expect(first.get(.get("/first")).body == "GET /first " && second.receive().body == "GET /second ")
        let silent = try running.connectSCGI()
        #expect(eventually { running.server.openConnections == 1 })
        #expect(try running.ask(.get("/third")).body == "GET /third " && silent.isClosed())
        #expect(running.log.all.count { if case .evicted = $0 { true } else { false } } == 1)
    }
}
