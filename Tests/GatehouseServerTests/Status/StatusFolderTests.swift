// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import GatehouseServer

@Suite("The sockets in which workers tell how they are doing")
struct StatusFolderTests {
    let folder = TemporaryFolder()

    @Test(
        "a worker answers at a path of any length; others are told from it",
        arguments: ["db", String(repeating: "d", count: 200)])
    func answers(_ name: String) throws {
        let status = StatusFolder(database: folder.path(name))
        #expect(try status.processes.isEmpty)
        let socket = try StatusSocket(in: status)
        let mine = WorkerStatus(
            process: getpid(), version: "1", startedAt: 3, requests: .none, threads: .init(count: 2, busy: 0),
            connections: .init(limit: 1, open: 0, idle: 0), hashing: .init(slots: 1, busy: 0, waiting: 0, queue: 0))
        try startThread("the test") { socket.answer { mine } }
        #expect(try status.processes == [getpid()])
        guard case .status(mine) = try status.answer(of: getpid()) else { throw Failure(.software, "no answer") }
        socket.leave()
        #expect(try status.processes.isEmpty)
    }

    @Test("a worker that says nothing is silent, one that is gone is gone")
    func silence() throws {
        let status = StatusFolder(database: folder.path("db"))
        let listener = try status.listen()
        guard case .silence = try status.answer(of: getpid()) else { throw Failure(.software, "an answer") }
        close(listener)
        guard case .gone = try status.answer(of: getpid()) else { throw Failure(.software, "a worker") }
    }

    @Test("a worker that accepts nobody is silent, however often it is asked")
    func fullBacklog() throws {
        let status = StatusFolder(database: folder.path("db"), patience: .milliseconds(20))
        let listener = try status.listen()
        defer { close(listener) }
        for _ in 1...20 {
            guard case .silence = try status.answer(of: getpid()) else { throw Failure(.software, "an answer") }
        }
        #expect(try status.answers().silent == [getpid()])
    }

    @Test("a worker that cannot be asked is silent, which is told, and hides no other")
    func unaskable() throws {
        let status = StatusFolder(database: folder.path("db"))
        close(try status.listen())
        let other = try DatagramSocket(at: folder.path("db-workers/\(getpid())"))
        let failure = #expect(throws: Failure.self) { try status.answer(of: getpid()) }
        let silent = try withExtendedLifetime(other) { try status.answers().silent }
        let sentence = "cannot ask worker \(getpid()) in \(folder.path("db-workers")): "
        #expect(failure?.description.hasPrefix(sentence) == true, "\(String(describing: failure))")
        #expect(silent == [getpid()])
    }

    @Test("sockets of processes that are gone are swept away, and nothing else")
    func sweep() throws {
        let status = StatusFolder(database: folder.path("db"))
        try FileManager.default.createDirectory(atPath: folder.path("db-workers"), withIntermediateDirectories: false)
        for name in ["2147483646", "1", "notes"] { try folder.write("db-workers/\(name)", "") }
        close(try status.listen())
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path("db-workers")).sorted()
        #expect(left == ["1", "\(getpid())", "notes"].sorted())
    }

    @Test("a folder that nobody may enter any more is opened to its owner")
    func shut() throws {
        let path = folder.path("db-workers")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(chmod(path, 0o600) == 0)
        close(try StatusFolder(database: folder.path("db")).listen())
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o700)
    }

    @Test("a folder that cannot be made is told")
    func unwritable() throws {
        try folder.write("db-workers", "a file in its place")
        #expect(throws: Failure.self) { try StatusFolder(database: folder.path("db")).listen() }
    }
}

@Suite("One HTTP request on standard input")
struct HTTPExchangeTests {
    static let requests: [(String, String)] = [
        ("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK"),
        ("GET /metrics?x=1 HTTP/1.0\r\n\r\n", "200 OK"),
        ("GET /status HTTP/1.1\n\n", "200 OK"),
        ("GET /secret HTTP/1.1\r\n\r\n", "404 Not Found"),
        ("POST /metrics HTTP/1.1\r\n\r\n", "400 Bad Request"),
        ("GET  /metrics HTTP/1.1\r\n\r\n", "400 Bad Request"),
        ("GET /metrics\r\n\r\n", "400 Bad Request"),
        ("GET /metrics HTTP/1.1\r\nHost: x", "400 Bad Request"),
        ("\u{0}\u{1}", "400 Bad Request"), ("", "400 Bad Request"),
        (String(repeating: "x", count: 20_000) + "\r\n\r\n", "400 Bad Request"),
    ]

    @Test("is answered by what it asks for, and refused where it is none", arguments: requests)
    func exchange(_ request: String, _ status: String) throws {
        let shop = CommandLineFixture()
        shop.environment["JWT_SECRET_KEY"] = "a-secret-of-more-than-32-bytes-for-the-test"
        _ = try shop.run("user", "add", "alice", input: "Correct1horse\n")
        let answer = try shop.run("status", "--http", input: request)
        #expect(answer.status == 0)
        let parts = answer.output.replacing("\r\n", with: "\n").components(separatedBy: "\n\n")
        #expect(answer.output.hasPrefix("HTTP/1.1 \(status)\r\n"))
        let length = parts.first?.split(separator: "\n").first { $0.hasPrefix("Content-Length: ") }?.dropFirst(16)
        #expect(length.flatMap { Int($0) } == parts.dropFirst().joined(separator: "\n\n").utf8.count)
    }
}
