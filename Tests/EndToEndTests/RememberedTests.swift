// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("What workers remember of a token ends with every change, whoever makes it")
struct RememberedTests {
    let host: Host
    let clients: [WorkerClient]

    init() throws {
        host = try Host(workers: 0)
        for name in ["one", "other"] { try host.startWorker(on: host.folder.file(name)) }
        clients = try ["one", "other"].map { [host] in try WorkerClient(path: host.folder.file($0)) }
    }

    /// The token of a login, which both workers have seen more than once.
    private func remembered(_ name: String) throws -> String {
        _ = clients[0].ask("POST", "/register", body: Host.credentials(name))
        let token = clients[0].ask("POST", "/login", body: Host.credentials(name)).member("access_token")
        for _ in 1...3 { #expect(statuses(token) == [200, 200]) }
        return token
    }

    private func statuses(_ token: String) -> [Int?] {
        clients.map { $0.ask("GET", "/profile", token: token).status }
    }

    @Test("at the command line", arguments: ["disable", "revoke", "delete"])
    func commands(_ deed: String) throws {
        let (token, bystander) = (try remembered("alice"), try remembered("bob"))
        let output = try host.gatehouse("user", deed, "alice")
        #expect(output.status == 0, "\(output.standardError)")
        #expect(statuses(token) == [401, 401])
        #expect(statuses(bystander) == [200, 200])
    }

    @Test("of roles: both workers show them as they are now")
    func roles() throws {
        let token = try remembered("alice")
        func shown() -> [String] { clients.map { $0.ask("GET", "/profile", token: token).member("role") } }
        // The last administrator stays one.
        _ = try remembered("root")
        #expect(try host.gatehouse("user", "role", "root", "admin").status == 0)
        #expect(try host.gatehouse("user", "role", "alice", "admin", "user").status == 0)
        #expect(shown() == ["admin", "admin"])
        #expect(try host.gatehouse("user", "role", "alice", "user").status == 0)
        #expect(shown() == ["user", "user"])
    }

    @Test("by SQLite's own means")
    func foreign() throws {
        let token = try remembered("alice")
        let program = """
            import sqlite3, sys
            with sqlite3.connect(sys.argv[1]) as database: database.execute("UPDATE sessions SET ended_at = 1")
            """
        let output = try run("python3", "-c", program, host.database)
        #expect(output.status == 0, "\(output.standardError)")
        #expect(statuses(token) == [401, 401])
    }

    @Test("of a worker that is killed in the midst of it: the others say what the database says")
    func killed() throws {
        for round in 0..<6 {
            let path = host.folder.file("victim-\(round)")
            let victim = try host.startWorker(on: path)
            let tokens = try (0..<20).map { try remembered("user-\(round)-\($0)") }
            let ended = logOut(tokens, at: path, killing: victim, after: UInt32.random(in: 1_000...20_000))
            let found = tokens.map(statuses)
            for (token, statuses) in zip(tokens, found) where ended.contains(token) { #expect(statuses == [401, 401]) }
            // A worker that remembers nothing.
            try host.startWorker(on: host.folder.file("heir-\(round)"))
            let heir = try WorkerClient(path: host.folder.file("heir-\(round)"))
            #expect(tokens.map { heir.ask("GET", "/profile", token: $0).status } == found.map { $0[0] })
            #expect(found.allSatisfy { $0[0] == $0[1] })
        }
    }

    /// The tokens whose logout was acknowledged before the worker was killed.
    private func logOut(_ tokens: [String], at path: String, killing victim: Child, after time: UInt32) -> [String] {
        let turn = Counter()
        let ended = Mutex<[String]>([])
        let wait = concurrentlyStarted(4) {
            guard let client = try? WorkerClient(path: path) else { return }
            while true {
                let index = turn.next()
                guard index < tokens.count, client.ask("DELETE", "/logout", token: tokens[index]).status == 200 else {
                    return
                }
                ended.withLock { $0.append(tokens[index]) }
            }
        }
        usleep(time)
        victim.destroy()
        _ = wait()
        return ended.withLock { $0 }
    }
}
