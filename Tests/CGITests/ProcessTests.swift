// SPDX-License-Identifier: Apache-2.0

import Basics
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import CGI

/// Limits and dispositions are a process's, so each of these has one to itself.
@Suite("The process: its descriptors and signals")
struct ProcessTests {
    @Test("F64 the longest idle connection makes room for a new one")
    func idleMakesRoom() async {
        await #expect(processExitsWith: .success) {
            let running = try Running(.patient)
            let idle = try running.connect()
            #expect(idle.get(.get("/")).status == 200)
            let spare = ProcessTests.exhaust(leaving: 1)
            // The one that is left is the client's own.
            let late = try running.connect()
            #expect(idle.isClosed())
            // The kernel says EMFILE again when nobody waits any more: no reason to close this one too.
            #expect(!late.isClosed(within: 200) && late.get(.get("/late")).status == 200)
            #expect(running.log.all.contains { if case .acceptFailed(errno: EMFILE) = $0 { true } else { false } })
            spare.forEach { close($0) }
        }
    }

    @Test("F64 where no connection is idle, accepting pauses without spinning, and goes on later")
    func pause() async {
        await #expect(processExitsWith: .success) {
            let running = try Running(.patient)
            var spare = ProcessTests.exhaust(leaving: 1)
            let client = try ProcessTests.connect(to: running, spending: &spare)
            client.send(Record.request(.get("/late")))
            #expect(eventually { !running.log.all.isEmpty })
            usleep(500_000)
            // Ten a second; poll says that there is something to accept a hundred thousand times a second.
            #expect(running.log.all.count < 100)
            spare.forEach { close($0) }
            #expect(client.receive().status == 200)
        }
    }

    @Test("a server has started when it has all that serving takes, and not before")
    func start() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryDirectory()
            let started = Mutex(0)
            let server = Server(
                listener: try .unix(path: folder.file("s")), settings: .patient, application: Echo())
            let thread = try POSIXThread {
                try? server.run {
                    started.withLock { $0 += 1 }
                    server.drain()
                }
            }
            thread.join()
            #expect(started.withLock { $0 } == 1)
            // The stacks of so many threads do not fit into the memory that there may be, everything else does.
            var limit = rlimit(rlim_cur: try addressSpace() + 64 << 20, rlim_max: .max)
            let poor = Server(
                listener: try .unix(path: folder.file("t")), settings: .init(threads: 64), application: Echo())
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
            #expect(throws: ThreadError.self) { try poor.run { exit(1) } }
        }
    }

    @Test("a signal does not cut short a request that is being read")
    func interruption() async {
        await #expect(processExitsWith: .success) {
            // A handler without SA_RESTART.
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in }
            sigaction(SIGUSR2, &action, nil)
            let running = try Running(.patient)
            let client = try running.connect()
            let request = MalformedInput.good
            client.send(Array(request.prefix(30)))
            #expect(eventually { running.server.busyThreads == 1 })
            for _ in 0..<50 {
                kill(getpid(), SIGUSR2)
                usleep(1_000)
            }
            client.send(Array(request.dropFirst(30)))
            #expect(client.receive().body == "POST /f hello")
        }
    }

    @Test("libfcgi's signal handlers do not stay in the process")
    func signals() async {
        await #expect(processExitsWith: .success) {
            signal(SIGUSR1, SIG_IGN)
            let running = try Running(.patient)
            #expect(try running.isWell())
            // Over SIG_IGN libfcgi would have put a handler, over SIG_DFL likewise.
            for (number, handler) in [(SIGUSR1, 1), (SIGTERM, 0)] {
                var action = sigaction()
                sigaction(number, nil, &action)
                #expect(unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == handler)
            }
        }
    }

    /// A client, for which one descriptor is left; where the runtime's own threads were quicker, another is given up.
    static func connect(to running: Running, spending spare: inout [Int32]) throws -> FastCGIClient {
        while true {
            do { return try running.connect() } catch {
                guard let last = spare.popLast() else { throw error }
                close(last)
            }
        }
    }

    /// Opens descriptors until only so many are left; returns those to be closed.
    static func exhaust(leaving count: Int) -> [Int32] {
        var limit = rlimit(rlim_cur: 256, rlim_max: 0)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = 256
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var opened: [Int32] = []
        while case let descriptor = dup(0), descriptor >= 0 { opened.append(descriptor) }
        for _ in 0..<count { if let last = opened.popLast() { close(last) } }
        return opened
    }
}

/// How many bytes of addresses this process has now (proc(5), statm).
private func addressSpace() throws -> UInt {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (text.split(separator: " ").first.flatMap { UInt($0) } ?? 0) * UInt(getpagesize())
}
