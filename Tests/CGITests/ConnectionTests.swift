// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import TestSupport
import Testing

@testable import CGI

@Suite("Connections")
struct ConnectionTests {
    @Test("a kept connection serves one request after the other; one not to be kept is closed after its answer")
    func keeping() throws {
        let running = try Running(.patient)
        let kept = try running.connect()
        for number in 1...50 { #expect(kept.get(.get("/\(number)")).body == "GET /\(number) ") }
        let last = kept.get(.get("/last"), flags: 0)
        #expect(last.body == "GET /last " && kept.isClosed())
        #expect(running.log.all.isEmpty && running.server.requestsServed == 51)
    }

    @Test(
        "F60 a connection on which requests are pipelined is closed after the first: libfcgi has read into the second")
    func pipelining() throws {
        let running = try Running(.patient)
        let client = try running.connect()
        client.send(Record.request(.get("/first")) + Record.request(.get("/second")))
        #expect(client.receive().body == "GET /first " && client.isClosed())
        #expect(running.application.requests.withLock { $0 } == ["/first"])
    }

    @Test("a connection of another role is closed after the refusal: a filter's data would follow")
    func role() throws {
        let running = try Running(.patient)
        let client = try running.connect()
        client.send(Record.begin(role: 3) + MalformedInput.post + Record.body(MalformedInput.hello))
        #expect(client.receive().status == 403 && client.isClosed())
    }

    @Test("idle kept connections starve nobody")
    func starvation() throws {
        let running = try Running(.patient)
        let idle = try (0..<8).map { _ in try running.connect() }
        for client in idle { #expect(client.get(.get("/idle")).status == 200) }
        let others = try (0..<4).map { _ in try running.connect() }
        var times: [Duration] = []
        for number in 0..<400 {
            times.append(duration { #expect(others[number % 4].get(.get("/busy")).status == 200) })
        }
        // A thread parked on an idle connection would cost two seconds and more.
        #expect(times.sorted()[395] < .milliseconds(500))
        #expect(eventually { running.server.idleConnections == 12 && running.server.openConnections == 12 })
    }

    @Test("200 silent connections hold nobody up", arguments: Wire.allCases)
    func silence(wire: Wire) throws {
        let running = try Running(.patient, speaking: wire)
        let silent = try (0..<200).map { _ in try Peer(path: running.path) }
        #expect(eventually { running.server.openConnections == 200 })
        #expect(try running.isWell())
        withExtendedLifetime(silent) {}
    }

    @Test("beyond the limit the longest idle connection is closed, and no other")
    func eviction() throws {
        let running = try Running(Server.Settings(threads: 2, maxConnections: 3))
        let clients = try (1...3).map { number in
            let client = try running.connect()
            #expect(client.get(.get("/")).status == 200)
            // An answer is there before its connection waits again.
            #expect(eventually { running.server.idleConnections == number })
            return client
        }
        // The first has been used since: the second is now the one that waits longest.
        #expect(clients[0].get(.get("/again")).status == 200)
        #expect(eventually { running.server.idleConnections == 3 })
        #expect(try running.connect().get(.get("/fourth")).status == 200)
        #expect(clients[1].isClosed())
        #expect(clients[0].get(.get("/still")).status == 200 && clients[2].get(.get("/still")).status == 200)
        #expect(running.log.all.contains { if case .evicted = $0 { true } else { false } })
    }

    @Test("a connection with a request in it is not the one that is closed for room")
    func evictionSparesRequests() throws {
        let connections = Connections()
        var pairs: [[Int32]] = []
        for moment in 1...2 {
            var pair: [Int32] = [0, 0]
            #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
            connections.admit(pair[0], at: Moment(moment), expecting: .zero)
            pairs.append(pair)
        }
        defer { pairs.forEach { close($0[1]) } }
        write(pairs[0][1], "x", 1)
        #expect(connections.closeLongestIdle(at: 2))
        #expect(connections.take(1) != nil && connections.take(2) == nil)
        #expect(!connections.closeLongestIdle(at: 2))
        close(pairs[0][0])
    }

    @Test("a connection whose first request is on its way is not the one that is closed for room; a silent one is")
    func evictionSparesNewcomers() throws {
        let running = try Running(Server.Settings(threads: 2, maxConnections: 1))
        let first = try running.connect()
        #expect(eventually { running.server.openConnections == 1 })
        let second = try running.connect()
        second.send(Record.request(.get("/second")))
        #expect(!first.isClosed(within: 300))
        #expect(first.get(.get("/first")).body == "GET /first " && second.receive().body == "GET /second ")
    }

    @Test("a new connection counts as idle once its first request has had its time")
    func patience() {
        let connections = Connections()
        var pair: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        defer { close(pair[1]) }
        connections.admit(pair[0], at: 1, expecting: .nanoseconds(5))
        #expect(!connections.closeLongestIdle(at: 5))
        #expect(connections.closeLongestIdle(at: 6) && connections.count == 0)
    }

    @Test("F61 a peer that goes before its answer is noted, and SIGPIPE kills nobody", arguments: Wire.allCases)
    func brokenPipe(wire: Wire) throws {
        let gone = Atomic<Bool>(false)
        let running = try Running(
            .patient,
            Echo { request in
                while request.path == "/wait", !gone.load(ordering: .acquiring) { usleep(1_000) }
                return Response(status: 200, body: Array("GET /well ".utf8))
            }, speaking: wire)
        do {
            let request = wire == .scgi ? SCGIMessage.request(.get("/wait")) : Record.request(.get("/wait"))
            let client = try Peer(path: running.path)
            client.send(request)
            #expect(eventually { running.server.busyThreads == 1 })
        }
        gone.store(true, ordering: .releasing)
        #expect(eventually { running.drops == [.peerGone] })
        #expect(try running.isWell())
    }

    @Test("an answer of a megabyte arrives whole", arguments: Wire.allCases)
    func largeAnswer(wire: Wire) throws {
        let running = try Running(
            .patient, Echo { _ in Response(status: 200, body: [UInt8](repeating: 120, count: 1 << 20)) },
            speaking: wire)
        let reply = try running.ask(.get("/"))
        #expect(reply.header("Content-Length") == "1048576" && reply.body.utf8.count == 1 << 20)
    }

    @Test("the largest body allowed arrives whole, and one byte more is 413", arguments: [65_536, 1_000_000])
    func largeBodies(limit: Int) throws {
        let settings = Server.Settings(threads: 1, maxContentLength: limit)
        let running = try Running(settings, Echo { Response(status: 200, body: Array("\($0.body.count)".utf8)) })
        let client = try running.connect()
        let whole = client.get(.post("/", length: limit), body: [UInt8](repeating: 120, count: limit))
        #expect(whole.body == "\(limit)")
        let larger = client.get(.post("/", length: limit + 1), body: [UInt8](repeating: 120, count: limit + 1))
        #expect(larger.status == 413)
        #expect(running.application.refusals.withLock { $0 } == [.bodyTooLarge(limit: limit)])
        // All of it is taken though none is read: to nginx a send that fails is a 502, whatever was answered.
        let once = try running.connect()
        let body = [UInt8](repeating: 120, count: 4 * limit)
        #expect(once.send(Record.request(.post("/", length: body.count), body: body, flags: 0)))
        #expect(once.receive().status == 413)
    }
}
