// SPDX-License-Identifier: Apache-2.0

import Auth
import Synchronization
import Testing

@Suite("Changing the password")
struct PasswordChangeTests {
    static let other = "Another2horse"

    private func change(
        _ house: Fixture, _ grant: Grant, from current: String = Fixture.password, to new: String = Self.other,
        address: String = "192.0.2.1"
    ) throws {
        try house.authority.changePassword(of: grant, from: current, to: new, by: Client(address: address))
    }

    private func entered(_ limits: LimitPolicy = .unlimited) throws -> (Fixture, Grant) {
        let house = try Fixture(limits: limits)
        try house.register()
        return (house, try house.authority.admit(access: house.login().access))
    }

    @Test("the other sessions end, this one goes on, and the old password opens nothing")
    func changed() throws {
        let (house, grant) = try entered()
        let other = try house.login()
        try change(house, grant)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: other.access) }
        #expect(try house.store.user(of: grant.session) == grant.user)
        #expect(throws: Denial.invalidCredentials) { try house.login() }
        let client = Client(address: "192.0.2.1")
        _ = try house.authority.login(username: "alice", password: Self.other, from: client)
    }

    @Test("a wrong current password changes nothing, and is written down without it")
    func wrong() throws {
        let (house, grant) = try entered()
        let other = try house.login()
        #expect(throws: Denial.invalidCredentials) { try change(house, grant, from: "Wrong1horse") }
        _ = try house.authority.admit(access: other.access)
        _ = try house.login()
        let record = try #require(try house.store.audit(AuditQuestion()).first { $0.result == "failed" })
        #expect((record.action, record.actor, record.subject) == ("change-password", "alice", "alice"))
        #expect(record.session == grant.session)
    }

    /// Changes the password in the very moment in which the new one is about to be written, for which `meanwhile` is
    /// done.
    private func change(_ house: Fixture, _ grant: Grant, while meanwhile: @escaping @Sendable () throws -> Void) throws
    {
        let looks = Mutex(0)
        let authority = Authority(
            store: house.store, keys: house.keys, hasher: PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 1),
            limits: LimitPolicy(login: [], register: [], loginFailures: [RateLimit(attempts: 1, seconds: 60)]),
            clock: {
                // Those before are for the limits and the proof; this one is for the change itself.
                let look = looks.withLock { looks -> Int in
                    looks += 1
                    return looks
                }
                if look == 4 { try? meanwhile() }
                return house.now
            })
        try authority.changePassword(
            of: grant, from: Fixture.password, to: Self.other, by: Client(address: "192.0.2.1"))
    }

    @Test(
        "of two that race, be it for the same password, one is told that it came too late, and nothing counts as wrong")
    func raced() throws {
        let (house, grant) = try entered()
        #expect(throws: Denial.passwordChanged) {
            try change(house, grant) {
                try house.authority.changePassword(
                    of: grant, from: Fixture.password, to: Self.other, by: Fixture.client)
            }
        }
        #expect(try house.store.user(of: grant.session) == grant.user)
        _ = try house.authority.login(username: "alice", password: Self.other, from: Fixture.client)
        #expect(try house.store.audit(AuditQuestion()).allSatisfy { $0.result == "done" })
        #expect(try house.store.exhausted(at: house.now).isEmpty)
    }

    @Test("one whose session the other has ended is told that")
    func racedAndEnded() throws {
        let (house, grant) = try entered()
        let other = try house.authority.admit(access: house.login().access)
        #expect(throws: Denial.tokenRevoked) {
            try change(house, grant) {
                try house.authority.changePassword(
                    of: other, from: Fixture.password, to: "Third3horses", by: Fixture.client)
            }
        }
    }

    @Test("one whose session was ended meanwhile is told that, and the password stays")
    func ended() throws {
        let (house, grant) = try entered()
        #expect(throws: Denial.tokenRevoked) {
            try change(house, grant) { try house.store.end(grant.session, at: house.now) }
        }
        _ = try house.login()
    }

    @Test("a login that hashes the same password anew meanwhile is no race")
    func rehashed() throws {
        let (house, grant) = try entered()
        try change(house, grant) {
            let old = try house.store.credentials(for: Username("alice"))?.passwordHash ?? ""
            let new = try PasswordHasher(.bcrypt(cost: 5), slots: 1, queue: 1).hash(Password(Fixture.password))
            try house.store.rehash(grant.user.id, from: old, to: new)
        }
        _ = try house.authority.login(username: "alice", password: Self.other, from: Fixture.client)
    }

    @Test("a user changes it no more often than an address may log in, right or wrong")
    func limited() throws {
        let (house, grant) = try entered(
            LimitPolicy(login: [RateLimit(attempts: 2, seconds: 60)], register: [], loginFailures: []))
        try change(house, grant)
        try change(house, grant, from: Self.other, to: Fixture.password, address: "192.0.2.2")
        let denial = #expect(throws: Denial.self) { try change(house, grant, address: "192.0.2.3") }
        guard case .limited = denial else { return #expect(Bool(false), "not limited: \(String(describing: denial))") }
        house.advance(60)
        try change(house, grant)
    }

    static let rules: [(String, Violation)] = [
        ("short", .passwordTooShort), ("lowercase1x", .passwordWithoutUppercase),
        ("NoDigitHere", .passwordWithoutDigit), ("A1" + String(repeating: "x", count: 71), .passwordTooLong),
    ]

    @Test("the new one is judged as at registration, before the current one is tried", arguments: rules)
    func judged(_ password: String, _ violation: Violation) throws {
        let (house, grant) = try entered()
        #expect(throws: Denial.invalid(violation)) { try change(house, grant, from: "Wrong1horse", to: password) }
    }

    @Test("wrong guesses count against the account, from elsewhere and from the owner's address alike")
    func guesses() throws {
        let limits = LimitPolicy(
            login: [], register: [], loginFailures: [RateLimit(attempts: 3, seconds: 60)])
        let (house, grant) = try entered(limits)
        for address in ["203.0.113.1", "192.0.2.1"] {
            for _ in 1...3 {
                #expect(throws: Denial.invalidCredentials) {
                    try change(house, grant, from: "Wrong1horse", address: address)
                }
            }
            #expect {
                try change(house, grant, address: address)
            } throws: {
                guard case .limited = $0 as? Denial else { return false }
                return true
            }
        }
        house.advance(60)
        try change(house, grant)
    }

    @Test("strangers who fail to log in do not keep the owner from changing the password")
    func strangers() throws {
        let limits = LimitPolicy(
            login: [], register: [], loginFailures: [RateLimit(attempts: 1, seconds: 60)])
        let (house, grant) = try entered(limits)
        for _ in 1...3 {
            _ = try? house.authority.login(
                username: "alice", password: "Wrong1horse", from: Client(address: "203.0.113.1"))
        }
        try change(house, grant)
    }

    @Test("a right password is not counted")
    func refunded() throws {
        let limits = LimitPolicy(
            login: [], register: [], loginFailures: [RateLimit(attempts: 1, seconds: 60)])
        let (house, grant) = try entered(limits)
        try change(house, grant)
        try change(house, grant, from: Self.other, to: Fixture.password)
        try change(house, grant)
    }
}
