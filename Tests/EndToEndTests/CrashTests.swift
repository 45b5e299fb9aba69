// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A worker that is killed in the middle of logouts")
struct CrashTests {
    @Test("no logout that was acknowledged is undone, and nobody else is logged out")
    func killed() throws {
        let host = try Host(workers: 0)
        var acknowledged = 0
        for round in 0..<8 {
            let victim = try host.startWorker(on: host.folder.file("victim-\(round)"))
            let paths = [host.folder.file("victim-\(round)"), host.folder.file("heir-\(round)")]
            let tokens = try Self.logins(40, of: "alice-\(round)", at: paths[0])
            let (bystander, leaving) = (try #require(tokens.first), Array(tokens.dropFirst()))
            let ended = Self.logOut(leaving, at: paths[0], killing: victim, after: UInt32.random(in: 1_000...40_000))
            try host.startWorker(on: paths[1])
            let heir = try WorkerClient(path: paths[1])
            for token in ended { #expect(heir.ask("GET", "/profile", token: token).status == 401) }
            let reply = heir.ask("GET", "/profile", token: bystander)
            let course = "round \(round), \(tokens.count) logins, \(ended.count) logouts"
            #expect(reply.status == 200, "\(course): \(reply.body)")
            acknowledged += ended.count
        }
        #expect(acknowledged > 0)
        let lines = try host.gatehouse("audit", "--json").standardOutput.split(separator: "\n")
        #expect(lines.filter { $0.contains(#""action":"logout""#) }.count >= acknowledged)
    }

    /// A user of their own each time: beyond a hundred sessions of one user an old one would end.
    private static func logins(_ count: Int, of user: String, at path: String) throws -> [String] {
        let client = try WorkerClient(path: path)
        _ = client.ask("POST", "/register", body: Host.credentials(user))
        return (0..<count).compactMap { _ in
            let reply = client.ask("POST", "/login", body: Host.credentials(user))
            return reply.status == 200 ? reply.member("access_token") : nil
        }
    }

    /// The tokens whose logout was acknowledged before the worker was killed.
    private static func logOut(
        _ tokens: [String], at path: String, killing victim: Child, after microseconds: UInt32
    ) -> [String] {
        let turn = Counter()
        let ended = Mutex<[String]>([])
        let wait = concurrentlyStarted(4) {
            guard let client = try? WorkerClient(path: path) else { return }
            while true {
                let index = turn.next()
                guard index < tokens.count else { return }
                guard client.ask("DELETE", "/logout", token: tokens[index]).status == 200 else { return }
                ended.withLock { $0.append(tokens[index]) }
            }
        }
        usleep(microseconds)
        victim.destroy()
        _ = wait()
        return ended.withLock { $0 }
    }
}
