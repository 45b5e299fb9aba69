// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import Synchronization
import TestSupport
import Testing

@Suite("Roles that change while several processes decide by them")
struct RoleChangeTests {
    let memory: MemoryFolder
    let host: Host

    init() throws {
        // In memory: what is asked for here is who sees what when, not what a disk has kept.
        memory = try MemoryFolder()
        host = try Host(workers: 0, ["DATABASE_URL": "sqlite:///\(memory.path)/gatehouse.db"])
        for name in ["one", "other"] { try host.startWorker(on: host.folder.file(name)) }
    }

    /// Somebody who is logged in at both workers.
    private struct Person: Sendable {
        let workers: [WorkerClient]
        let path: String
        let token: String

        init(_ name: String, at host: Host, role: String? = nil) throws {
            workers = try ["one", "other"].map { try WorkerClient(path: host.folder.file($0)) }
            _ = workers[0].ask("POST", "/register", body: Host.credentials(name))
            if let role { _ = try host.gatehouse("user", "role", name, role) }
            token = workers[0].ask("POST", "/login", body: Host.credentials(name)).member("access_token")
            let rows = try host.gatehouse("user", "list").standardOutput.split(separator: "\n")
            let id = rows.first { $0.split(separator: " ").dropFirst().first == name[...] }?.split(separator: " ").first
            path = "/admin/users/\(id ?? "none")"
        }

        /// Changes a user or a role at one of the workers and returns the status.
        func change(_ path: String, _ body: String, at worker: Int, by method: String = "PATCH") -> Int? {
            workers[worker].ask(method, path, token: token, body: body).status
        }

        /// What the workers answer to whether this is an administrator.
        var statuses: [Int?] { workers.map { $0.ask("GET", "/admin/roles", token: token).status } }

        /// What the gates of the workers answer to whether this person may read articles.
        var gates: [Int?] { workers.map { $0.check("permission:articles:read", token: token).status } }
    }

    @Test("of two administrators who demote each other at once exactly one is left", arguments: [false, true])
    func mutual(_ hasThird: Bool) throws {
        if hasThird { _ = try Person("third", at: host, role: "admin") }
        let pair = try ["anna", "bert"].map { try Person($0, at: host, role: "admin") }
        for round in 0..<60 {
            let body = round % 2 == 0 ? #"{"roles":["user"]}"# : #"{"roles":[],"disabled":false}"#
            let turn = Counter()
            let answers = concurrently(2) {
                let index = turn.next()
                return (index, pair[index].change(pair[1 - index].path, body, at: index))
            }
            let winners = answers.filter { $0.1 == 200 }.map(\.0)
            try #require(winners.count == 1, "round \(round): \(answers)")
            #expect(answers.allSatisfy { [200, 403, 409].contains($0.1) }, "round \(round): \(answers)")
            let (winner, loser) = (pair[winners[0]], pair[1 - winners[0]])
            #expect(winner.statuses == [200, 200])
            #expect(loser.statuses == [403, 403])
            #expect(winner.change(loser.path, #"{"roles":["admin"]}"#, at: round % 2) == 200)
        }
    }

    @Test("for three seconds of traffic nothing is decided by a state before the last that was acknowledged")
    func load() throws {
        _ = try Person("root", at: host, role: "admin")
        let names = ["anna", "bert"]
        let people = try names.map { try Person($0, at: host) }
        for name in names { #expect(try host.gatehouse("role", "set", name, "--nothing").status == 0) }
        let isOver = Mutex(false)
        let worker = Counter()
        let asked = concurrentlyStarted(2) { [host] in
            let path = host.folder.file(["one", "other"][worker.next()])
            return (try? Self.ask(about: people, at: path) { isOver.withLock { $0 } }) ?? 0
        }
        let turn = Counter()
        let outcomes = concurrently(people.count) { [host] () -> Changes? in
            let index = turn.next()
            let root = try? Person("root", at: host)
            return root.map { Self.changes(of: people[index], named: names[index], by: $0, for: .seconds(3)) }
        }.compactMap(\.self)
        isOver.withLock { $0 = true }
        let (requests, changes) = (asked().reduce(0, +), outcomes.reduce(0) { $0 + $1.acknowledged })
        let decisions = outcomes.reduce(0) { $0 + $1.decisions }
        print("\(changes) changes of roles, \(decisions) decisions after them, \(requests) requests besides")
        #expect(outcomes.count == 2 && outcomes.allSatisfy { $0.acknowledged > 20 } && requests > 100)
        #expect(decisions == 4 * changes)
        #expect(outcomes.flatMap(\.wrong).isEmpty)
    }

    /// Asks a worker about these people without a pause, so that whatever remembers a decision remembers it.
    private static func ask(about people: [Person], at path: String, until isOver: () -> Bool) throws -> Int {
        let client = try WorkerClient(path: path)
        var count = 0
        while !isOver() {
            for person in people {
                let replies = [
                    client.ask("GET", "/admin/roles", token: person.token),
                    client.check("permission:articles:read", token: person.token),
                ]
                count += replies.filter { $0.status != nil }.count
            }
        }
        return count
    }

    private struct Changes {
        var acknowledged = 0
        var decisions = 0
        var wrong: [String] = []
    }

    /// What is changed by turns of a person who has a role of their own, and what is answered afterwards: to whether they
    /// are an administrator, and to whether they may read articles.
    private static func steps(_ name: String) -> [(member: String, list: String, statuses: [Int])] {
        [
            ("roles", #""admin","\#(name)""#, [200, 200, 204, 204]), ("roles", #""\#(name)""#, [403, 403, 403, 403]),
            ("permissions", #""articles:*""#, [403, 403, 204, 204]), ("permissions", "", [403, 403, 403, 403]),
        ]
    }

    /// Changes the person and their role at either worker, and asks both after each change.
    private static func changes(
        of person: Person, named name: String, by root: Person, for time: Duration
    ) -> Changes {
        var changes = Changes()
        let steps = steps(name)
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end {
            let (step, worker) = (steps[changes.acknowledged % 4], changes.acknowledged / 4 % 2)
            let isOfPerson = step.member == "roles"
            let status = root.change(
                isOfPerson ? person.path : "/admin/roles/\(name)", #"{"\#(step.member)":[\#(step.list)]}"#, at: worker,
                by: isOfPerson ? "PATCH" : "PUT")
            guard status == 200 else {
                changes.wrong.append("\(step.member): \(status ?? 0)")
                return changes
            }
            changes.acknowledged += 1
            let statuses = person.statuses + person.gates
            changes.decisions += statuses.count
            if statuses != step.statuses { changes.wrong.append("\(step): \(statuses)") }
        }
        return changes
    }

    @Test("what another process has changed at the command line binds both workers when it has ended")
    func commandLine() throws {
        _ = try Person("root", at: host, role: "admin")
        let person = try Person("user", at: host)
        for _ in 0..<5 {
            #expect(try host.gatehouse("user", "role", "user", "admin").status == 0)
            #expect(person.statuses == [200, 200])
            #expect(try host.gatehouse("user", "role", "user", "user").status == 0)
            #expect(person.statuses == [403, 403])
        }
    }
}

extension WorkerClient {
    /// Asks the gate of a worker as nginx would.
    fileprivate func check(_ requirement: String, token: String) -> any CGIReply {
        ask([
            ("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", "/gatehouse/check"), ("REMOTE_ADDR", "192.0.2.1"),
            ("GATEHOUSE_REQUIRE", requirement), ("HTTP_AUTHORIZATION", "Bearer \(token)"),
        ])
    }
}
