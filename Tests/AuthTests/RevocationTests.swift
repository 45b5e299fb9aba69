// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("Sessions that their owner or an administrator ends")
struct RevocationTests {
    let house: Fixture

    init() throws {
        house = try Fixture()
        try house.register()
    }

    private func grant(_ pair: TokenPair) throws -> Grant { try house.authority.admit(access: pair.access) }

    private func isAlive(_ pair: TokenPair) -> Bool { (try? grant(pair)) != nil }

    @Test("the last use moves at login and refresh, and at nothing else")
    func lastUse() throws {
        let begin = house.now
        let pair = try house.login()
        house.advance(100)
        let grant = try grant(pair)
        #expect(try house.authority.sessions(of: grant).map(\.lastUsedAt) == [begin])
        _ = try house.refresh(pair.refresh)
        let sessions = try house.authority.sessions(of: grant)
        #expect(sessions.map(\.lastUsedAt) == [begin + 100])
        #expect(sessions.map(\.createdAt) == [begin])
        #expect(sessions.map(\.id) == [grant.session])
    }

    @Test("one ends a session of one's own, and none of another's")
    func endOne() throws {
        try house.register("mallory")
        let (mine, other, theirs) = (try house.login(), try house.login(), try house.login("mallory"))
        let me = try grant(mine)
        #expect(try house.authority.end(grant(other).session, by: me, from: Fixture.client))
        #expect(try !house.authority.end(grant(theirs).session, by: me, from: Fixture.client))
        #expect(isAlive(mine) && !isAlive(other) && isAlive(theirs))
    }

    @Test("all sessions end for their owner alone, the one in which it is asked for among them")
    func endAll() throws {
        try house.register("bob")
        let (first, second, bob) = (try house.login(), try house.login(), try house.login("bob"))
        try house.authority.logoutAll(grant(first), from: Fixture.client)
        #expect(!isAlive(first) && !isAlive(second) && isAlive(bob))
    }

    @Test("J53: an administrator revokes what was issued until now, and what is issued in the same second is good")
    func revokeUser() throws {
        try house.store.setRoles(of: house.register("admin1").id, to: ["admin"])
        let admin = try grant(house.login("admin1"))
        let before = try (house.login(), house.login())
        #expect(try house.authority.revokeUser(named: "ALICE", by: admin, from: Fixture.client) == .ended(2))
        let after = try house.login()
        #expect(!isAlive(before.0) && !isAlive(before.1) && isAlive(after))
        #expect(throws: Denial.tokenRevoked) { try house.refresh(before.0.refresh) }
        _ = try house.refresh(after.refresh)
        for name in ["nobody", "x", ""] {
            #expect(try house.authority.revokeUser(named: name, by: admin, from: Fixture.client) == .unknownUser)
        }
    }

    @Test("J58: a refresh token does not survive a new password elsewhere, and has the roles of the moment")
    func refreshAfter() throws {
        let (pair, other) = (try house.login(), try house.login())
        let me = try grant(pair)
        try house.store.setRoles(of: me.user.id, to: ["admin", "user"])
        let renewed = try house.refresh(pair.refresh)
        #expect(try grant(renewed).claims.roles == ["admin", "user"])
        try house.authority.changePassword(
            of: me, from: Fixture.password, to: "Another2horse", by: Fixture.client)
        #expect(throws: Denial.tokenRevoked) { try house.refresh(other.refresh) }
        _ = try house.refresh(renewed.refresh)
    }

    @Test("J52: what was revoked stays so when the clock steps back behind that, or is purged at any time")
    func clockBack() throws {
        let (pair, admin) = (try house.login(), try house.login())
        try house.store.setRoles(of: grant(admin).user.id, to: ["admin"])
        let administrator = try grant(admin)
        house.advance(3600)
        _ = try house.authority.revokeUser(named: "alice", by: administrator, from: Fixture.client)
        // Not before the tokens were made: then they would be refused for that.
        house.advance(-3599)
        let again = try house.login()
        func expectRevoked() {
            for pair in [pair, admin] { #expect(throws: Denial.tokenRevoked) { try grant(pair) } }
        }
        expectRevoked()
        _ = try house.authority.admit(access: again.access)
        for time in [0, house.now, house.now + 3600, house.now + 1_000_000] {
            _ = try house.store.purge(at: time, margin: 60, limit: 100)
            expectRevoked()
        }
    }
}
