// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import SQLiteStorage
import TestSupport
import Testing

@Suite("Racing tabs and the absolute end of a session")
struct GraceTests {
    private func house(
        grace: Int64 = 10, session: Int64? = nil, algorithm: Algorithm = .hs256
    ) throws -> Fixture {
        let policy = TokenPolicy(sessionLifetime: session, reuseGrace: grace)
        let house = try Fixture(tokens: policy, algorithm: algorithm)
        try house.register()
        return house
    }

    @Test(
        "a hundred tabs that show one token at once get the same pair, byte for byte, whether signatures repeat or not",
        arguments: [Algorithm.hs256, .es256])
    func race(_ algorithm: Algorithm) throws {
        let house = try house(algorithm: algorithm)
        let login = try house.login()
        let pairs = concurrently(100) { try? house.refresh(login.refresh) }
        let pair = try #require(pairs[0])
        #expect(pairs.allSatisfy { $0 == pair })
        #expect(pair.expiresIn == 1800)
        _ = try house.authority.admit(access: pair.access)
        _ = try house.refresh(pair.refresh)
    }

    @Test(
        "the pair is the same after a restart, and later in the window, though its times have gone on",
        arguments: [Algorithm.hs256, .es256])
    func restart(_ algorithm: Algorithm) throws {
        let house = try house(algorithm: algorithm)
        let login = try house.login()
        let first = try house.refresh(login.refresh)
        house.advance(10)
        let other = Authority(
            store: try SQLiteStore(path: house.store.path), keys: house.keys,
            hasher: PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 1), tokens: TokenPolicy(reuseGrace: 10),
            clock: { [house] in house.now })
        let second = try other.refresh(other.admit(refresh: login.refresh), from: Fixture.client)
        #expect(second == first)
        house.advance(1)
        #expect(throws: Denial.tokenRevoked) { try house.refresh(login.refresh) }
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: first.access) }
        #expect(throws: Denial.tokenRevoked) { try house.refresh(first.refresh) }
    }

    @Test("within the grace a spent refresh token is as good as its successor, and no longer")
    func shown() throws {
        let house = try house()
        let login = try house.login()
        let next = try house.refresh(login.refresh)
        house.advance(10)
        _ = try house.authority.admit(either: login.refresh)
        house.advance(1)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(either: login.refresh) }
        _ = try house.authority.admit(either: next.refresh)
    }

    @Test("a successor that has itself been spent ends the grace, and the session with it")
    func generations() throws {
        let house = try house()
        let login = try house.login()
        let second = try house.refresh(login.refresh)
        let third = try house.refresh(second.refresh)
        #expect(throws: Denial.tokenRevoked) { try house.refresh(login.refresh) }
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: third.access) }
    }

    @Test("without a grace the first replay is theft")
    func none() throws {
        let house = try house(grace: 0)
        let login = try house.login()
        _ = try house.refresh(login.refresh)
        #expect(throws: Denial.tokenRevoked) { try house.refresh(login.refresh) }
    }

    @Test("no grace brings a session back that has ended")
    func ended() throws {
        let house = try house()
        let login = try house.login()
        let pair = try house.refresh(login.refresh)
        try house.authority.logout(house.authority.admit(access: pair.access).session, from: Fixture.client)
        #expect(throws: Denial.tokenRevoked) { try house.refresh(login.refresh) }
    }

    @Test("no token outlives the absolute end of its session, however often it is refreshed")
    func absoluteEnd() throws {
        let house = try house(grace: 0, session: 4000)
        let begin = house.now
        var pair = try house.login()
        #expect(try house.authority.admit(refresh: pair.refresh).claims.expiration == begin + 4000)
        house.advance(3000)
        pair = try house.refresh(pair.refresh)
        #expect(try house.authority.admit(refresh: pair.refresh).claims.expiration == begin + 4000)
        #expect(try house.authority.admit(access: pair.access).claims.expiration == begin + 4000)
        #expect(pair.expiresIn == 1000)
        house.advance(999)
        pair = try house.refresh(pair.refresh)
        #expect(pair.expiresIn == 1)
        house.advance(1)
        #expect(throws: Denial.tokenExpired) { try house.refresh(pair.refresh) }
        #expect(throws: Denial.tokenExpired) { try house.authority.admit(access: pair.access) }
    }

    @Test("leeway does not renew a session beyond its end")
    func leeway() throws {
        let policy = TokenPolicy(sessionLifetime: 100, validation: Validation(leeway: 60))
        let house = try Fixture(tokens: policy)
        try house.register()
        let pair = try house.login()
        house.advance(100)
        #expect(throws: Denial.tokenRevoked) { try house.refresh(pair.refresh) }
    }

    @Test("by default refreshing prolongs a session for ever")
    func endless() throws {
        let house = try house(grace: 0)
        var pair = try house.login()
        for _ in 1...20 {
            house.advance(604_799)
            pair = try house.refresh(pair.refresh)
        }
        _ = try house.authority.admit(access: pair.access)
    }
}
