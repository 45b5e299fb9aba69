// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import TestSupport
import Testing

@testable import CGI

@Suite("Deadlines, drain and stop")
struct DeadlineTests {
    @Test("a request that trickles in is cut at the deadline, however busy the peer is")
    func slowRequest() throws {
        let running = try Running(.quick)
        let client = try running.connect()
        let request = Record.begin() + MalformedInput.post + Record.bytes(type: 5, MalformedInput.hello)
        let time = duration {
            // Every byte would start SO_RCVTIMEO anew.
            for byte in request where client.send([byte]) { usleep(20_000) }
            #expect(client.isClosed())
        }
        #expect(time < .seconds(8) && eventually { running.drops == [.requestDeadline] })
        #expect(try running.isWell())
    }

    @Test("a body beyond what is looked through is read under the deadline too")
    func slowBody() throws {
        let settings = Server.Settings(threads: 1, maxContentLength: 1_000_000, requestDeadline: .milliseconds(400))
        let running = try Running(settings)
        let client = try running.connect()
        client.send(Record.begin() + Record.parameters(.post("/", length: 900_000)))
        for _ in 0..<2 { client.send(Record.bytes(type: 5, [UInt8](repeating: 120, count: 60_000))) }
        #expect(client.isClosed() && eventually { running.drops == [.requestDeadline] })
        #expect(try running.isWell())
    }

    @Test("F62 an answer that nobody reads is cut at the deadline")
    func slowAnswer() throws {
        let running = try Running(
            .quick,
            Echo { request in
                request.path == "/well"
                    ? Echo.echo(request)
                    : Response(status: 200, body: [UInt8](repeating: 120, count: 4 << 20))
            })
        let client = try running.connect()
        client.send(Record.request(.get("/large")))
        #expect(eventually { running.drops == [.answerDeadline] })
        #expect(try running.isWell())
        withExtendedLifetime(client) {}
    }

    @Test("a drain answers what is in flight and what comes on kept connections, closes each then, and ends")
    func drain() throws {
        let running = try Running(
            .patient,
            Echo { request in
                if request.path == "/slow" { usleep(300_000) }
                return Echo.echo(request)
            })
        let (slow, kept, idle) = (try running.connect(), try running.connect(), try running.connect())
        #expect(kept.get(.get("/kept")).status == 200 && idle.get(.get("/idle")).status == 200)
        #expect(eventually { running.server.idleConnections == 3 })
        slow.send(Record.request(.get("/slow")))
        #expect(eventually { running.server.busyThreads == 1 })
        running.server.drain()
        #expect(slow.receive().body == "GET /slow " && slow.isClosed())
        #expect(eventually { (try? running.connect()) == nil })
        #expect(!idle.isClosed(within: 300))
        #expect(kept.get(.post("/kept", length: 1), body: [65]).body == "POST /kept A" && kept.isClosed())
        #expect(!running.hasEnded(within: 0.2))
        #expect(idle.get(.get("/idle")).status == 200 && idle.isClosed())
        #expect(running.hasEnded(within: 10) && running.log.error == nil && running.drops.isEmpty)
    }

    @Test("a request that comes just before a draining connection is closed is answered")
    func drainRace() throws {
        let holds = Atomic<Bool>(true)
        let running = try Running(
            .patient,
            Echo { request in
                while request.path == "/first", holds.load(ordering: .acquiring) { usleep(1_000) }
                return Echo.echo(request)
            })
        let client = try running.connect()
        client.send(Record.request(.get("/first")))
        #expect(eventually { running.application.requests.withLock { $0 } == ["/first"] })
        running.server.drain()
        client.send(Record.request(.post("/second", length: 1), body: [65]))
        holds.store(false, ordering: .releasing)
        // Both answers may come in one piece: the end of the connection ends the reading.
        let reply = client.receive(until: 2)
        #expect(String(decoding: reply.document, as: UTF8.self).contains("POST /second A"))
        // What follows END_REQUEST keeps nginx from using the connection again.
        #expect(reply.records.contains { $0.type == 10 && $0.id == 0 })
        #expect(client.receive(until: 9).isClosed && running.hasEnded(within: 10) && running.drops.isEmpty)
    }

    @Test("a drain serves who had connected before it, and waits for the peer to close an idle connection")
    func drainBacklog() throws {
        let running = try Running(.patient)
        let clients = try (0..<50).map { _ in try running.connect() }
        running.server.drain()
        for client in clients { #expect(client.get(.get("/")).status == 200) }
        #expect(running.hasEnded(within: 10))
    }

    @Test("a drain goes all the same when its time is over")
    func drainTimeout() throws {
        let running = try Running(Server.Settings(threads: 1, drainTimeout: .milliseconds(300)))
        let idle = try running.connect()
        #expect(idle.get(.get("/")).status == 200)
        #expect(eventually { running.server.idleConnections == 1 })
        running.server.drain()
        #expect(!running.hasEnded(within: 0.1))
        #expect(running.hasEnded(within: 10) && idle.isClosed())
        #expect(running.log.all.contains { if case .drainTimedOut(connections: 1) = $0 { true } else { false } })
    }

    @Test("a stop cuts requests in flight", arguments: [false, true])
    func stop(whileDraining: Bool) throws {
        let running = try Running(.patient)
        let (half, idle) = (try running.connect(), try running.connect())
        half.send(Array(MalformedInput.good.prefix(40)))
        #expect(eventually { running.server.busyThreads == 1 && running.server.openConnections == 2 })
        if whileDraining { running.server.drain() }
        running.server.stop()
        #expect(running.hasEnded(within: 10))
        #expect(half.isClosed() && idle.isClosed() && running.drops == [.stopped])
        #expect(access(running.path, F_OK) != 0)
    }

    @Test("servers run beside each other in one process")
    func several() throws {
        let all = try (0..<4).map { _ in try Running(.patient) }
        for running in all { #expect(try running.isWell()) }
    }
}
