// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization
import TestSupport

@testable import CGI

/// Answers a request with what it was, and a refusal with its name; counts both.
final class Echo: Application {
    let requests = Mutex<[String]>([])
    let refusals = Mutex<[Refusal]>([])
    private let handler: @Sendable (Request) -> Response

    init(_ handler: @escaping @Sendable (Request) -> Response = Echo.echo) {
        self.handler = handler
    }

    func respond(to request: Request) -> Response {
        requests.withLock { $0.append(request.path) }
        return handler(request)
    }

    func respond(to refusal: Refusal, in environment: Environment) -> Response {
        refusals.withLock { $0.append(refusal) }
        return Response(status: refusal.status, body: Array("\(refusal)".utf8))
    }

    static func echo(_ request: Request) -> Response {
        let text = "\(request.method) \(request.path) \(String(decoding: request.body, as: UTF8.self))"
        return Response(status: 200, headers: [("Content-Type", "text/plain")], body: Array(text.utf8))
    }
}

/// A server on a socket of its own, running in a thread; ended with the fixture.
final class Running: Sendable {
    let application: Echo
    let server: Server
    let wire: Wire
    let path: String
    private let folder: TemporaryDirectory
    private let ended = DispatchSemaphore(value: 0)

    init(_ settings: Server.Settings = .quick, _ application: Echo = Echo(), speaking wire: Wire = .fastCGI) throws {
        self.application = application
        self.wire = wire
        folder = try TemporaryDirectory()
        path = folder.file("s")
        let log = Log()
        server = Server(
            listener: try .unix(path: path), speaking: wire, settings: settings, application: application
        ) { log.add($0) }
        self.log = log
        let (server, ended) = (server, ended)
        // Tests take descriptors and processor time away: the server has all that it needs before they begin.
        let started = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            do { try server.run { started.signal() } } catch { log.fail(error) }
            started.signal()
            ended.signal()
        }
        started.wait()
    }

    deinit {
        server.stop()
        ended.wait()
    }

    /// What the server told its operator.
    final class Log: Sendable {
        private let events = Mutex<[Server.Event]>([])
        private let failure = Mutex<String?>(nil)
        var all: [Server.Event] { events.withLock { $0 } }
        var error: String? { failure.withLock { $0 } }
        func add(_ event: Server.Event) { events.withLock { $0.append(event) } }
        func fail(_ error: any Error) { failure.withLock { $0 = "\(error)" } }
    }

    let log: Log

    var drops: [Server.Drop] { log.all.compactMap { if case .dropped(let drop) = $0 { drop } else { nil } } }

    func connect() throws -> FastCGIClient { try FastCGIClient(path: path) }

    func connectSCGI() throws -> SCGIClient { try SCGIClient(path: path) }

    /// Asks over the server's wire, on a connection of its own.
    func ask(_ variables: [(String, String)], body: [UInt8] = []) throws -> any CGIReply {
        switch wire {
        case .fastCGI: try connect().get(variables, body: body)
        case .scgi: try connectSCGI().get(variables, body: body)
        }
    }

    /// Whether `run()` has returned within this time.
    func hasEnded(within seconds: Double) -> Bool {
        guard ended.wait(timeout: .now() + seconds) == .success else { return false }
        ended.signal()
        return true
    }

    /// Whether a good request is answered on a connection of its own, and no thread stays busy.
    func isWell() throws -> Bool {
        let reply = try ask(.get("/well"))
        return reply.status == 200 && reply.body == "GET /well " && eventually { self.server.busyThreads == 0 }
    }
}

extension Server.Settings {
    /// Deadlines short enough to wait for in a test.
    static let quick = Server.Settings(
        threads: 2, requestDeadline: .milliseconds(400), answerDeadline: .milliseconds(400), drainTimeout: .seconds(10))
    /// Deadlines that no slow machine reaches.
    static let patient = Server.Settings(threads: 2, requestDeadline: .seconds(30), answerDeadline: .seconds(30))
}

extension [(String, String)] {
    static func get(_ path: String) -> Self {
        [("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", path), ("REMOTE_ADDR", "192.0.2.1"), ("CONTENT_LENGTH", "")]
    }

    static func post(_ path: String, length: Int) -> Self {
        [("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", path), ("CONTENT_LENGTH", "\(length)")]
    }
}

/// The time that a closure takes.
func duration(_ body: () throws -> Void) rethrows -> Duration {
    try ContinuousClock().measure(body)
}
