// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@Suite("Every store: purge")
struct PurgeContract {
    @Test("a session goes when its last token has expired for longer than the margin", arguments: Backend.all)
    func margin(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("alive", for: user, expiring: 2000)
        try store.opened("ended", for: user, expiring: 2000)
        _ = try store.end("ended", at: 1)
        #expect(try store.purge(at: 2099, margin: 100, limit: 10) == 0)
        #expect(try store.user(of: "alive") == user)
        #expect(try store.spend("first", for: "second", of: "ended") == .ended)
        #expect(try store.purge(at: 2100, margin: 100, limit: 10) == 2)
        #expect(try store.user(of: "alive") == nil)
        #expect(try store.purge(at: 2100, margin: 100, limit: 10) == 0)
    }

    @Test("what goes at once is bounded, the oldest first", arguments: Backend.all)
    func slices(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        for index in 0..<5 { try store.opened("s\(index)", for: user, expiring: 2000 + Int64(index)) }
        #expect(try store.purge(at: 3000, margin: 0, limit: 2) == 2)
        #expect(try (0..<5).map { try store.user(of: "s\($0)") != nil } == [false, false, true, true, true])
        #expect(try [2, 2, 2].map { try store.purge(at: 3000, margin: 0, limit: $0) } == [2, 1, 0])
    }

    private func purge(_ store: any Store, at now: NumericDate) throws -> Removal {
        try store.purge(at: now, margin: 0, auditAge: 90 * Self.day, limit: 10, by: .housekeeping)
    }

    private static let day: NumericDate = 86_400
    private static let postponed = "- purge - at worker, postponed (the clock may have leapt)"

    @Test(
        "a clock that is far ahead takes no session and no audit with it, whatever is done meanwhile",
        arguments: Backend.all)
    func leap(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        let (ahead, before) = (1000 + 100 * Self.day, try store.lines())
        try store.opened("ahead", for: user, at: ahead, expiring: ahead + 9 * Self.day)
        for later in [0, 300, 3600, Self.day - 1] {
            #expect(try purge(store, at: ahead + later) == Removal(count: 0, leap: 1000))
        }
        #expect(try ["s", "ahead"].map { try store.user(of: $0) } == [user, user])
        #expect(try store.lines().prefix(before.count) == before[...])
        #expect(try store.lines().dropFirst(before.count + 1) == ["\(ahead): \(Self.postponed)"])
        // Set right again, it does its work as ever.
        #expect(try purge(store, at: 2000 + Self.day) == Removal(count: 1, leap: nil))
    }

    @Test("what is old goes all the same once the clock has stood there for a day", arguments: Backend.all)
    func longOff(_ backend: Backend) throws {
        let store = try backend.store()
        try store.opened("s", for: store.made())
        let back = 1000 + 365 * Self.day
        #expect(try purge(store, at: back) == Removal(count: 0, leap: 1000))
        // A session and the lines of the user and the login.
        #expect(try purge(store, at: back + Self.day) == Removal(count: 3, leap: nil))
    }

    @Test("a week in which nothing has happened is no leap", arguments: Backend.all)
    func silence(_ backend: Backend) throws {
        let store = try backend.store()
        try store.opened("s", for: store.made())
        #expect(try purge(store, at: 1001 + 8 * Self.day) == Removal(count: 0, leap: 1000))
        #expect(try purge(store, at: 1000 + 8 * Self.day) == Removal(count: 1, leap: nil))
    }

    @Test("windows go when they have ended, and those that a clock ahead of time has left", arguments: Backend.all)
    func windows(_ backend: Backend) throws {
        let store = try backend.store()
        func charge(_ subject: String, at now: Int64) throws {
            let limit = RateLimit(attempts: 1, seconds: 60)
            _ = try store.charge([RateCharge(scope: "login", subject: subject, limit: limit)], at: now)
        }
        try charge("ahead", at: 1_000_000)
        try charge("ended", at: 1000)
        try charge("alive", at: 1030)
        #expect(try store.purge(at: 1060, margin: 100, limit: 10) == 2)
        #expect(try store.exhausted(at: 1060).map(\.charge.subject) == ["alive"])
    }

    @Test("attempts themselves clear away windows that have ended", arguments: Backend.all)
    func selfCleaning(_ backend: Backend) throws {
        let store = try backend.store()
        for index in 0..<50 {
            let limit = RateLimit(attempts: 1, seconds: 1)
            let charge = RateCharge(scope: "login", subject: "192.0.2.\(index)", limit: limit)
            _ = try store.charge([charge], at: 1000 + Int64(index))
        }
        #expect(try store.purge(at: 9000, margin: 0, limit: 100) <= 2)
    }
}
