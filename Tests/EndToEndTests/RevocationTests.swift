// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("What one worker has acknowledged binds every other at its next request")
struct RevocationTests {
    let memory: MemoryFolder
    let host: Host
    let one: WorkerClient
    let other: WorkerClient

    init() throws {
        // In memory: what is asked for here is who sees what when, not what a disk has kept.
        memory = try MemoryFolder()
        host = try Host(workers: 0, ["DATABASE_URL": "sqlite:///\(memory.path)/gatehouse.db"])
        for name in ["one", "other"] { try host.startWorker(on: host.folder.file(name)) }
        one = try WorkerClient(path: host.folder.file("one"))
        other = try WorkerClient(path: host.folder.file("other"))
        for name in Self.people { _ = one.ask("POST", "/register", body: Host.credentials(name)) }
    }

    private static let people = ["alice", "bob", "carol", "dave"]

    /// Ten thousand over FastCGI; over SCGI they would show of the store what these have shown, and of SCGI no more.
    private static let count = WorkerProtocol.current == .fastcgi ? 10_000 : 1_000

    @Test("thousands of logouts on one worker, each tried on the other at once")
    func logouts() throws {
        let turn = Counter()
        let outcomes = concurrently(Self.people.count) { [host] in
            (try? Self.logouts(Self.count / Self.people.count, of: Self.people[turn.next()], at: host)) ?? Logouts()
        }
        #expect(outcomes.reduce(0) { $0 + $1.acknowledged } == Self.count)
        #expect(outcomes.reduce(0) { $0 + $1.acceptedBefore } == Self.count)
        #expect(outcomes.reduce(0) { $0 + $1.acceptedAfter } == 0)
    }

    private struct Logouts {
        var acceptedBefore = 0
        var acknowledged = 0
        var acceptedAfter = 0
    }

    private static func logouts(_ count: Int, of name: String, at host: Host) throws -> Logouts {
        let one = try WorkerClient(path: host.folder.file("one"))
        let other = try WorkerClient(path: host.folder.file("other"))
        var outcome = Logouts()
        for _ in 1...count {
            let token = one.ask("POST", "/login", body: Host.credentials(name)).member("access_token")
            if other.ask("GET", "/profile", token: token).status == 200 { outcome.acceptedBefore += 1 }
            if one.ask("DELETE", "/logout", token: token).status == 200 { outcome.acknowledged += 1 }
            if other.ask("GET", "/profile", token: token).status != 401 { outcome.acceptedAfter += 1 }
        }
        return outcome
    }

    @Test("a refresh token that is shown to both workers at once has one successor, and a replay ends its session")
    func races() {
        for _ in 1...50 {
            let login = one.ask("POST", "/login", body: Host.credentials("alice"))
            let refresh = login.member("refresh_token")
            let statuses = concurrentRefreshes(of: refresh)
            #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
            #expect(one.ask("GET", "/profile", token: login.member("access_token")).status == 401)
        }
    }

    private func concurrentRefreshes(of token: String) -> [Int?] {
        let paths = ["one", "other", "one", "other"].map(host.folder.file)
        let turn = Counter()
        return concurrently(paths.count) {
            let client = try? WorkerClient(path: paths[turn.next()])
            return client?.ask("POST", "/refresh", token: token).status
        }
    }
}
