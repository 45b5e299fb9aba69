// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import TestSupport
import Testing

@testable import CGI

@Suite("Deadlines, drain and stop over SCGI")
struct SCGIDeadlineTests {
    @Test("a request that trickles in is cut at the deadline, however busy the peer is")
    func slowRequest() throws {
        let running = try Running(.quick, speaking: .scgi)
        let client = try running.connectSCGI()
        let time = duration {
            for byte in MalformedInput.SCGI.good where client.send([byte]) { usleep(20_000) }
            #expect(client.isClosed())
        }
        #expect(time < .seconds(8) && eventually { running.drops == [.requestDeadline] })
        #expect(try running.isWell())
    }

    @Test("a body is read under the same deadline")
    func slowBody() throws {
        let settings = Server.Settings(threads: 1, maxContentLength: 1_000_000, requestDeadline: .milliseconds(400))
        let running = try Running(settings, speaking: .scgi)
        let client = try running.connectSCGI()
        client.send(SCGIMessage.request(.post("/", length: 900_000), body: [UInt8](repeating: 120, count: 120_000)))
        #expect(client.isClosed() && eventually { running.drops == [.requestDeadline] })
        #expect(try running.isWell())
    }

    @Test("an answer that nobody reads is cut at the deadline")
    func slowAnswer() throws {
        let running = try Running(
            .quick,
            Echo { request in
                request.path == "/well"
                    ? Echo.echo(request)
                    : Response(status: 200, body: [UInt8](repeating: 120, count: 4 << 20))
            }, speaking: .scgi)
        let client = try running.connectSCGI()
        client.send(SCGIMessage.request(.get("/large")))
        #expect(eventually { running.drops == [.answerDeadline] })
        #expect(try running.isWell())
        withExtendedLifetime(client) {}
    }

    @Test("a peer that goes on sending after its refusal is let go at the deadline")
    func endlessBody() throws {
        let running = try Running(.quick, speaking: .scgi)
        let client = try running.connectSCGI()
        client.send(SCGIMessage.request(.post("/", length: 99_999)))
        #expect(client.receive().status == 413)
        let time = duration { while client.send([120]) { usleep(5_000) } }
        #expect(time < .seconds(8) && running.drops.isEmpty)
        #expect(try running.isWell())
    }

    @Test("a drain answers what is in flight and who had connected, and ends without waiting for anything else")
    func drain() throws {
        let running = try Running(
            .patient,
            Echo { request in
                if request.path == "/slow" { usleep(300_000) }
                return Echo.echo(request)
            }, speaking: .scgi)
        let (slow, late) = (try running.connectSCGI(), try running.connectSCGI())
        slow.send(SCGIMessage.request(.get("/slow")))
        #expect(eventually { running.server.busyThreads == 1 })
        running.server.drain()
        #expect(eventually { (try? running.connectSCGI()) == nil })
        #expect(slow.receive().body == "GET /slow ")
        // Nginx has connected and not sent its POST yet: to close now would make that a 502.
        #expect(!running.hasEnded(within: 0.2))
        #expect(late.get(.post("/late", length: 1), body: [65]).body == "POST /late A")
        #expect(running.hasEnded(within: 2) && running.log.error == nil && running.drops.isEmpty)
    }

    @Test("a drain serves those whom nobody had accepted yet")
    func drainBacklog() throws {
        let running = try Running(.patient, speaking: .scgi)
        let clients = try (0..<50).map { _ in try running.connectSCGI() }
        running.server.drain()
        for client in clients { #expect(client.get(.get("/")).status == 200) }
        #expect(running.hasEnded(within: 10))
    }

    @Test("a stop cuts requests in flight")
    func stop() throws {
        let running = try Running(.patient, speaking: .scgi)
        let (half, idle) = (try running.connectSCGI(), try running.connectSCGI())
        half.send(Array(MalformedInput.SCGI.good.prefix(40)))
        #expect(eventually { running.server.busyThreads == 1 && running.server.openConnections == 2 })
        running.server.stop()
        #expect(running.hasEnded(within: 10))
        #expect(half.isClosed() && idle.isClosed() && running.drops == [.stopped])
    }

    @Test("a hundred connections at once are answered one request each by two threads")
    func many() throws {
        let running = try Running(.patient, speaking: .scgi)
        let replies = concurrently(100) { try? running.ask(.post("/many", length: 1), body: [65]).body }
        #expect(replies.allSatisfy { $0 == "POST /many A" })
    }
}
