// SPDX-License-Identifier: Apache-2.0

import Foundation
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
        // A line a request would fill the disk, and the tokens would expire, where the traffic lasts an hour.
        let variables = ["LOG_LEVEL": "warning", "JWT_ACCESS_TOKEN_EXPIRES": "86400"]
        let locations = "\(memory.path)/locations.conf"
        try Door.guarded.write(toFile: locations, atomically: true, encoding: .utf8)
        host = try Host(
            variables.merging(["DATABASE_URL": "sqlite:///\(memory.path)/gatehouse.db"]) { $1 },
            locations: locations)
        for name in Door.sockets { try host.startWorker(on: host.folder.file(name)) }
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
            #expect(winner.statuses == [200, 200, 200])
            #expect(loser.statuses == [403, 403, 403])
            #expect(winner.change(loser.path, #"{"roles":["admin"]}"#, at: round % 2) == 200)
        }
    }

    /// How many seconds of traffic; the variable asks for more than a suite has time for.
    private static let seconds = ProcessInfo.processInfo.environment["GATEHOUSE_TEST_SECONDS"].flatMap { Int($0) } ?? 3

    @Test("in mixed traffic nothing is decided by a state before the last that was acknowledged")
    func load() throws {
        let names = ["anna", "bert"]
        let people = try names.map { try Person($0, at: host) }
        for name in names { #expect(try host.gatehouse("role", "set", name, "--nothing").status == 0) }
        let roots = try names.map { _ in try Person("root", at: host, role: "admin") }
        let isOver = Mutex(false)
        let doors = try Door.all(of: host)
        let door = Counter()
        let asked = concurrentlyStarted(doors.count) {
            Self.ask(about: people, at: doors[door.next()]) { isOver.withLock { $0 } }
        }
        let turn = Counter()
        let changed = concurrently(people.count) {
            let index = turn.next()
            return Self.change(RoleChanger(of: people[index], role: names[index], by: roots[index]))
        }
        isOver.withLock { $0 = true }
        let tally = (changed + asked()).reduce(into: Tally()) { $0.add($1) }
        print("in \(Self.seconds) s of traffic: \(tally), \(tally.wrong.count) of them wrong")
        #expect(tally.counts["other requests", default: 0] > 100)
        #expect(tally.wrong.isEmpty, "\(tally.wrong.prefix(5))")
    }

    /// Asks at a door about these people without a pause, so that whatever remembers a decision remembers it.
    private static func ask(about people: [Person], at door: Door, until isOver: () -> Bool) -> Tally {
        var tally = Tally()
        while !isOver() {
            for person in people {
                tally.answered(door.ask("GET", "/admin/roles", token: person.token).status, in: [200, 403])
                tally.answered(door.read(with: person.token), in: [door.pass, 403])
            }
        }
        return tally
    }

    /// Goes on for as long as the traffic lasts, at the doors by turns and at each once at the least.
    private static func change(_ changer: RoleChanger) -> Tally {
        var changer = changer
        let end = ContinuousClock.now + .seconds(seconds)
        var rounds = 0
        while rounds < changer.person.doors.count || ContinuousClock.now < end {
            guard changer.round(at: rounds % changer.person.doors.count) else { break }
            rounds += 1
        }
        return changer.tally
    }

    @Test("what another process has changed at the command line binds every worker when it has ended")
    func commandLine() throws {
        _ = try Person("root", at: host, role: "admin")
        let person = try Person("user", at: host)
        for _ in 0..<5 {
            #expect(try host.gatehouse("user", "role", "user", "admin").status == 0)
            #expect(person.statuses == [200, 200, 200])
            #expect(try host.gatehouse("user", "role", "user", "user").status == 0)
            #expect(person.statuses == [403, 403, 403])
        }
    }
}
