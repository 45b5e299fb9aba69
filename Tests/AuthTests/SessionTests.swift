// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import JOSE
import TestSupport
import Testing

@Suite("Sessions, from login to logout")
struct SessionTests {
    let house: Fixture

    init() throws {
        house = try Fixture()
        try house.register()
    }

    @Test("a login opens a session whose access token is fresh and names its user")
    func login() throws {
        let grant = try house.authority.admit(access: house.login().access)
        #expect(grant.user.name == "alice")
        #expect(grant.user.roles == ["user"])
        #expect(house.authority.isFresh(grant))
        #expect(grant.claims.sessionID == grant.session)
    }

    @Test("a renewed access token is not fresh")
    func refreshed() throws {
        let pair = try house.refresh(house.login().refresh)
        #expect(try !house.authority.isFresh(house.authority.admit(access: pair.access)))
    }

    @Test("a fresh token is fresh within a window only as long as the window")
    func freshWithin() throws {
        let grant = try house.authority.admit(access: house.login().access)
        house.advance(300)
        #expect(house.authority.isFresh(grant, within: 300))
        house.advance(1)
        #expect(!house.authority.isFresh(grant, within: 300))
    }

    @Test("J56: a spent refresh token ends its session: the successor and both access tokens die with it")
    func replay() throws {
        let first = try house.login()
        let second = try house.refresh(first.refresh)
        #expect(throws: Denial.tokenRevoked) { try house.refresh(first.refresh) }
        #expect(throws: Denial.tokenRevoked) { try house.refresh(second.refresh) }
        for access in [first.access, second.access] {
            #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: access) }
        }
    }

    @Test("a spent refresh token shows nothing any more, but may still end its session")
    func spent() throws {
        let first = try house.login()
        #expect(try house.authority.admit(either: first.refresh).user.name == "alice")
        let second = try house.refresh(first.refresh)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(either: first.refresh) }
        for token in [first.access, second.access, second.refresh] { _ = try house.authority.admit(either: token) }
        try house.authority.logout(house.authority.admit(toLogOut: first.refresh).session, from: Fixture.client)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(either: second.refresh) }
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(toLogOut: second.refresh) }
    }

    @Test("a replay leaves the user's other sessions alone")
    func replayElsewhere() throws {
        let other = try house.login()
        let stolen = try house.login()
        _ = try house.refresh(stolen.refresh)
        _ = try? house.refresh(stolen.refresh)
        #expect(try house.authority.admit(access: other.access).user.name == "alice")
    }

    @Test("J57: a hundred threads that spend one refresh token get one successor at most")
    func race() throws {
        let refresh = try house.login().refresh
        let results = concurrently(100) { (try? self.house.refresh(refresh)) != nil }
        #expect(results.filter { $0 }.count == 1)
    }

    @Test("J58: a logout kills both tokens of its session, and no other session", arguments: [true, false])
    func logout(byAccessToken: Bool) throws {
        let pair = try house.login()
        let other = try house.login()
        let grant = try house.authority.admit(either: byAccessToken ? pair.access : pair.refresh)
        try house.authority.logout(grant.session, from: Fixture.client)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: pair.access) }
        #expect(throws: Denial.tokenRevoked) { try house.refresh(pair.refresh) }
        #expect(throws: Denial.tokenRevoked) { try house.authority.logout(grant.session, from: Fixture.client) }
        _ = try house.authority.admit(access: other.access)
    }

    @Test("a token dies in the second in which its exp is reached")
    func expiry() throws {
        let pair = try house.login()
        house.advance(1799)
        _ = try house.authority.admit(access: pair.access)
        house.advance(1)
        #expect(throws: Denial.tokenExpired) { try house.authority.admit(access: pair.access) }
        house.advance(604_800 - 1800)
        #expect(throws: Denial.tokenExpired) { try house.refresh(pair.refresh) }
    }

    @Test("J52: a logout holds when the clock has stepped back an hour, and a new login works")
    func clockBack() throws {
        let pair = try house.login()
        house.advance(1000)
        try house.authority.logout(house.authority.admit(access: pair.access).session, from: Fixture.client)
        house.advance(-990)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: pair.access) }
        house.advance(-3600)
        let again = try house.login()
        _ = try house.authority.admit(access: again.access)
    }

    @Test("a session is not purged while an access token that outlives the refresh token is good")
    func longAccess() throws {
        let house = try Fixture(tokens: TokenPolicy(accessLifetime: 100_000, refreshLifetime: 60))
        try house.register()
        let pair = try house.login()
        house.advance(50_000)
        _ = try house.store.purge(at: house.now, margin: 0, limit: 100)
        _ = try house.authority.admit(access: pair.access)
    }

    @Test("J54: each type of token is refused where the other is wanted")
    func types() throws {
        let pair = try house.login()
        #expect(throws: Denial.tokenInvalid(.claim("type"))) { try house.authority.admit(access: pair.refresh) }
        #expect(throws: Denial.tokenInvalid(.claim("type"))) { try house.authority.admit(refresh: pair.access) }
    }

    @Test("J60: another user's jti renews nothing and ends nothing of theirs")
    func foreignID() throws {
        try house.register("mallory")
        let (theirs, own) = (try house.login(), try house.login("mallory"))
        let id = try #require(try house.authority.admit(refresh: theirs.refresh).claims.tokenID)
        let members = try house.authority.admit(refresh: own.refresh).claims.members
        let forged = members.map { $0.name == "jti" ? JSON.Member("jti", .string(id)) : $0 }
        #expect(throws: Denial.tokenRevoked) { try house.refresh(house.keys.sign(Claims(members: forged))) }
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: own.access) }
        _ = try house.authority.admit(access: theirs.access)
        _ = try house.refresh(theirs.refresh)
    }

    @Test("a token that is signed with our key but has no session is refused")
    func foreign() throws {
        let now = house.now
        let token = try house.keys.sign(
            Claims(members: [
                .init("sub", "alice"), .init("iat", .integer(now)), .init("exp", .integer(now + 60)),
                .init("jti", "x"), .init("type", "access"),
            ]))
        #expect(throws: Denial.tokenInvalid(.claim("sid"))) { try house.authority.admit(access: token) }
    }

    @Test("a token that names another user than its session's is refused")
    func otherSubject() throws {
        try house.register("mallory")
        let session = try house.authority.admit(access: house.login().access).session
        let now = house.now
        let token = try house.keys.sign(
            Claims(members: [
                .init("sub", "mallory"), .init("iat", .integer(now)), .init("exp", .integer(now + 60)),
                .init("jti", "x"), .init("type", "access"), .init("sid", .string(session)),
            ]))
        #expect(throws: Denial.tokenInvalid(.claim("sub"))) { try house.authority.admit(access: token) }
    }
}
