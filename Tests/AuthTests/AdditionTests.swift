// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import SQLiteStorage
import Synchronization
import TestSupport
import Testing

@Suite("What an application adds while a token is refreshed")
struct AdditionTests {
    /// A house with a grace whose application does `work`, which is given the user, whenever it adds to a token.
    private func house(
        grace: Int64 = 10, _ work: @escaping @Sendable (Fixture, User) throws -> Void
    ) throws -> (Fixture, Authority) {
        let house = try Fixture()
        var policy = TokenPolicy(reuseGrace: grace)
        policy.additions = TokenAdditions(claims: { user, _ in
            try work(house, user)
            return []
        })
        let authority = Authority(
            store: house.store, keys: house.keys, hasher: PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 1),
            tokens: policy,
            clock: { house.now })
        try house.register()
        return (house, authority)
    }

    private func refresh(_ token: String, by authority: Authority) throws -> TokenPair {
        try authority.refresh(authority.admit(refresh: token), from: Fixture.client)
    }

    @Test("others write meanwhile", arguments: [0, 10])
    func unlocked(grace: Int64) throws {
        let (house, authority) = try house(grace: grace) { house, _ in
            // As another process would, and no more patient than that.
            try SQLiteStore(path: house.store.path, busyTimeout: .milliseconds(100)).made("bob", at: house.now)
        }
        let pair = try refresh(house.login().refresh, by: authority)
        _ = try authority.admit(access: pair.access)
        #expect(try house.store.users(after: 0, limit: 9).count == 2)
    }

    @Test("the pair is of the user as they are after a change meanwhile", arguments: [0, 10])
    func changed(grace: Int64) throws {
        let times = Mutex(0)
        let (house, authority) = try house(grace: grace) { house, user in
            let time = times.withLock { times -> Int in
                times += 1
                return times
            }
            if time == 1 { try house.store.setRoles(of: user.id, to: ["admin"]) }
        }
        let login = try house.login()
        let pair = try refresh(login.refresh, by: authority)
        #expect(try authority.admit(access: pair.access).claims.roles == ["admin"])
        guard grace > 0 else { return }
        #expect(try refresh(login.refresh, by: authority) == pair)
    }

    private struct Unavailable: Error {}

    @Test("an addition that fails leaves the token as it was", arguments: [0, 10])
    func failing(grace: Int64) throws {
        let fails = Mutex(true)
        let (house, authority) = try house(grace: grace) { _, _ in
            if fails.withLock({ $0 }) { throw Unavailable() }
        }
        let token = try house.login().refresh
        #expect(throws: Unavailable.self) { try refresh(token, by: authority) }
        fails.withLock { $0 = false }
        _ = try refresh(refresh(token, by: authority).refresh, by: authority)
    }
}

extension Store {
    fileprivate func made(_ name: String, at now: NumericDate) throws {
        if try user(named: Username(name)) == nil {
            try add(Username(name), passwordHash: "hash", roles: [], at: now)
        }
    }
}
