// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import TestSupport
import Testing

@Suite("Limits on logins and registrations")
struct LimitTests {
    @Test("an address has so many logins a window, then a denial that says how long to wait")
    func address() throws {
        let house = try Fixture(limits: LimitPolicy(login: [RateLimit(attempts: 5, seconds: 60)]))
        for left in [4, 3, 2, 1, 0] { #expect(try house.attempt()?.remaining == left) }
        house.advance(20)
        let denial = #expect(throws: Denial.self) { try house.attempt() }
        guard case .limited(let allowance) = denial else { return #expect(Bool(false), "not limited") }
        #expect(allowance.resetsIn == 40)
        #expect(allowance.remaining == 0)
        try house.attempt(from: "192.0.2.2")
        house.advance(40)
        try house.attempt()
    }

    static let neighbours: [(String, String, Bool)] = [
        ("2001:db8::1", "2001:db8::2", true), ("2001:db8::1", "2001:db8:0:0:ffff::1", true),
        ("2001:db8::1", "2001:db8:0:1::1", false), ("192.0.2.1", "192.0.2.2", false),
        ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
        ("unix:", "unix:", true),
    ]

    @Test("an IPv6 address is counted with its /64, a mapped one as IPv4", arguments: neighbours)
    func blocks(_ one: String, _ other: String, _ together: Bool) throws {
        let house = try Fixture(limits: LimitPolicy(login: [RateLimit(attempts: 1, seconds: 60)]))
        try house.attempt(from: one)
        let first = try? house.attempt(from: other)
        #expect((first == nil) == together)
    }

    @Test("who is sent away because no slot is free has made no attempt, by address, name or account")
    func busy() throws {
        let once = [RateLimit(attempts: 1, seconds: 60)]
        let house = try Fixture()
        try house.register()
        let grant = try house.authority.admit(access: house.login().access)
        let slot = try TakenSlot()
        let authority = house.authority(slot.hasher, LimitPolicy(login: once, register: once, loginFailures: once))
        for _ in 1...3 {
            #expect(throws: Denial.busy(retryAfter: 5)) {
                try authority.limiting(.login, of: Client(address: "203.0.113.1")) {
                    _ = try authority.login(
                        username: "alice", password: "Wrong1horse", from: Client(address: "203.0.113.1"))
                }
            }
            #expect(throws: Denial.busy(retryAfter: 5)) {
                try authority.changePassword(
                    of: grant, from: Fixture.password, to: "Another2horse", by: Fixture.client)
            }
        }
        #expect(try house.store.exhausted(at: house.now).isEmpty)
    }

    @Test("what fails for any other reason does cost one")
    func failed() throws {
        let house = try Fixture(limits: LimitPolicy(login: [RateLimit(attempts: 1, seconds: 60)]))
        #expect(throws: Denial.usernameTaken) {
            try house.authority.limiting(.login, of: Fixture.client) { throw Denial.usernameTaken }
        }
        #expect(throws: Denial.self) { try house.attempt() }
    }

    private static let threeFailures = LimitPolicy(
        login: [], register: [], loginFailures: [RateLimit(attempts: 3, seconds: 3600)])

    @Test("failures are counted per name, from whatever address, whether anybody has the name or not")
    func failures() throws {
        let house = try Fixture(limits: Self.threeFailures)
        try house.register()
        for name in ["alice", "nobody"] {
            let denials = (1...5).map { index in
                #expect(throws: Denial.self) {
                    try house.authority.login(
                        username: name, password: "Wrong1horse", from: Client(address: "192.0.2.\(index)"))
                }
            }
            #expect(denials.prefix(3).allSatisfy { $0 == .invalidCredentials })
            #expect(denials.suffix(2).allSatisfy { if case .limited = $0 { true } else { false } })
        }
    }

    @Test("a name that nobody has is counted and not kept: it may be a password")
    func nobodysName() throws {
        let house = try Fixture(limits: Self.threeFailures)
        for _ in 1...4 {
            _ = try? house.authority.login(username: Fixture.password, password: "x", from: Fixture.client)
        }
        let subjects = try house.store.exhausted(at: house.now).map(\.charge.subject)
        #expect(subjects.count == 1 && subjects[0].hasPrefix("unknown:"))
        let file = try String(decoding: Data(contentsOf: URL(filePath: house.store.path + "-wal")), as: UTF8.self)
        #expect(!file.lowercased().contains(Fixture.password.lowercased()) && file.contains(subjects[0]))
        let name = try Username(Fixture.password)
        let entry = AuditEntry(.liftLimits, by: .housekeeping)
        #expect(try house.store.lift([name.pseudonym], noting: entry, at: house.now) == 1)
    }

    @Test("the right password does not count, however often")
    func successes() throws {
        let house = try Fixture(limits: Self.threeFailures)
        try house.register()
        for _ in 1...5 { _ = try house.login() }
    }

    @Test("a stranger cannot lock an owner out of an address where the account is signed in")
    func exempt() throws {
        let house = try Fixture(limits: Self.threeFailures)
        try house.register()
        let pair = try house.login(from: "198.51.100.7")
        for _ in 1...4 { _ = try? house.authority.login(username: "alice", password: "x", from: Client(address: "a")) }
        #expect(throws: Denial.self) { try house.login(from: "203.0.113.1") }
        _ = try house.login(from: "198.51.100.7")
        _ = pair
    }

    @Test("the owner's address is one of a /64: privacy addresses change within it")
    func exemptBlock() throws {
        let house = try Fixture(limits: Self.threeFailures)
        try house.register()
        _ = try house.login(from: "2001:db8:0:1::a")
        for _ in 1...4 { _ = try? house.authority.login(username: "alice", password: "x", from: Client(address: "a")) }
        _ = try house.login(from: "2001:db8:0:1::b")
        #expect(throws: Denial.self) { try house.login(from: "2001:db8:0:2::b") }
    }

    @Test("guesses that race are exact: no more are tried than the limit allows")
    func race() throws {
        let house = try Fixture(limits: Self.threeFailures)
        try house.register()
        let outcomes = concurrently(40) { () -> Denial? in
            do {
                _ = try house.authority.login(username: "alice", password: "Wrong1horse", from: Client(address: "a"))
                return nil
            } catch {
                return error as? Denial
            }
        }
        #expect(outcomes.filter { $0 == .invalidCredentials }.count == 3)
        #expect(outcomes.filter { if case .limited = $0 { true } else { false } }.count == 37)
    }
}
