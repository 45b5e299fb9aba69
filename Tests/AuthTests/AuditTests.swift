// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@Suite("What the audit tells of people who come and go")
struct AuditTests {
    private func records(_ house: Fixture) throws -> [AuditRecord] { try house.store.audit(AuditQuestion(limit: 500)) }

    private func login(_ house: Fixture, _ name: String, _ password: String) {
        _ = try? house.authority.login(username: name, password: password, from: Fixture.client)
    }

    @Test("a wrong password names the account, a name that nobody has is not written down")
    func failed() throws {
        let house = try Fixture()
        try house.register()
        login(house, "ALICE", "Wrong1horse")
        login(house, "MyPassword1isThis", "alice")
        login(house, "x", "Wrong1horse")
        let failures = try records(house).filter { $0.result == "failed" }
        #expect(failures.map(\.subject) == ["ALICE", nil])
        #expect(failures.map(\.count) == [1, 2])
        #expect(failures.allSatisfy { $0.actor == nil && $0.address == "192.0.2.1" && $0.action == "login" })
    }

    @Test("a logout names whose session it was, whichever token has shown it")
    func logout() throws {
        let house = try Fixture()
        try house.register()
        let session = try house.authority.admit(refresh: house.login().refresh).session
        try house.authority.logout(session, from: Client(address: "192.0.2.7", requestID: "r"))
        let record = try #require(try records(house).last)
        #expect((record.action, record.actor, record.subject) == ("logout", "alice", "alice"))
        #expect((record.session, record.address, record.requestID) == (session, "192.0.2.7", "r"))
    }

    @Test("each way to end sessions has its own name, whoever goes it")
    func names() throws {
        let house = try Fixture()
        try house.store.setRoles(of: house.register().id, to: ["admin"])
        func grant() throws -> Grant { try house.authority.admit(access: house.login().access) }
        let (first, second, third) = (try grant(), try grant(), try grant())
        #expect(try house.authority.end(second.session, by: first, from: Fixture.client))
        #expect(try house.authority.end(first.session, by: first, from: Fixture.client))
        // Of oneself too: it is what was asked for.
        #expect(try house.authority.revokeUser(named: "alice", by: third, from: Fixture.client) == .ended(1))
        try house.authority.logoutAll(grant(), from: Fixture.client)
        let lines = try records(house).filter { !["register", "change-roles", "login"].contains($0.action) }
        #expect(lines.map(\.action) == ["end-session", "logout", "revoke-user", "logout-all"])
        #expect(lines.allSatisfy { $0.actor == "alice" && $0.subject == "alice" })
    }

    @Test("a disabled account's login is a failure")
    func disabled() throws {
        let house = try Fixture()
        try house.store.setDisabled(house.register().id, to: true, at: house.now)
        login(house, "alice", Fixture.password)
        #expect(try records(house).last?.result == "failed")
    }

    @Test("a limit that is used up is told once, whoever goes on trying")
    func limited() throws {
        let limits = LimitPolicy(
            login: [RateLimit(attempts: 2, seconds: 60)], register: [],
            loginFailures: [RateLimit(attempts: 2, seconds: 60)])
        let house = try Fixture(limits: limits)
        try house.register()
        for _ in 1...5 {
            _ = try? house.attempt()
            login(house, "alice", "Wrong1horse")
        }
        let lines = try records(house).dropFirst().map { "\($0.result) \($0.count) \($0.detail ?? "")" }
        #expect(
            lines == [
                "failed 1 ", "limited 1 the limit for the address is used up",
                "failed 1 the limit for the name is used up",
            ])
    }

    @Test("a replay tells whose session was ended, and never a token")
    func replay() throws {
        let house = try Fixture()
        try house.register()
        let pair = try house.login()
        let grant = try house.authority.admit(refresh: pair.refresh)
        _ = try house.refresh(pair.refresh)
        _ = try? house.refresh(pair.refresh)
        let record = try #require(try records(house).last)
        #expect((record.action, record.result, record.subject) == ("refresh", "replayed", "alice"))
        #expect(record.session == grant.session)
        let text = try records(house).map { String(decoding: $0.json.serialized(), as: UTF8.self) }.joined()
        for secret in [pair.refresh, pair.access, Fixture.password, grant.tokenID] { #expect(!text.contains(secret)) }
    }
}
