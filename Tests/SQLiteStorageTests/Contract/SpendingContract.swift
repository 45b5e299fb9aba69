// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("Every store: refresh tokens")
struct SpendingContract {
    @Test("a refresh token is spent for the next one, and the next one for the one after", arguments: Backend.all)
    func renewal(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        #expect(try store.spend("first", for: "second") == .renewed(user))
        #expect(try store.spend("second", for: "third") == .renewed(user))
        #expect(try store.user(of: "s") == user)
    }

    @Test("a spent refresh token ends its session and no other", arguments: Backend.all)
    func replay(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        try store.opened("other", for: user)
        _ = try store.spend("first", for: "second")
        #expect(try store.spend("first", for: "stolen") == .replayed)
        #expect(try store.user(of: "s") == nil)
        for token in ["first", "second", "stolen"] {
            #expect(try store.spend(token, for: "fourth") == .ended)
        }
        #expect(try store.user(of: "other") == user)
    }

    @Test("the user is told as they are now", arguments: Backend.all)
    func roles(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        _ = try store.setRoles(of: user.id, to: ["admin"])
        guard case .renewed(let now) = try store.spend("first", for: "second") else {
            throw Unexpected(what: "not renewed")
        }
        #expect(now.roles == ["admin"])
    }

    @Test("what was made for a user who has changed since is not taken, and nothing is done", arguments: Backend.all)
    func outdated(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user, at: 1000)
        let before = try #require(try store.holder(of: "s"))
        #expect(before == Holder(user: user, since: 1000))
        try store.setRoles(of: user.id, to: ["admin"])
        let after = try #require(try store.holder(of: "s"))
        #expect(after.user.roles == ["admin"] && after.since == 1000)
        func spend(for holder: Holder) throws -> Spending {
            try store.spend(
                TokenDigest(tokenID: "first"), of: "s",
                for: Successor(digest: TokenDigest(tokenID: "second"), expiresAt: 2100), to: holder,
                by: Client(address: "192.0.2.1"), at: 1100)
        }
        #expect(try spend(for: before) == .outdated(after))
        #expect(try spend(for: after) == .renewed(after.user))
        // Who has the session is no matter to a token that was spent before.
        #expect(try spend(for: before) == .replayed)
        #expect(try store.holder(of: "s") == nil)
    }

    @Test("nobody holds a session that has ended or never was, nor one whose user is disabled", arguments: Backend.all)
    func nobody(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        for (id, user) in [("s", user), ("b", other)] { try store.opened(id, for: user) }
        try store.end("s", at: 1)
        try store.setDisabled(other.id, to: true, at: 1)
        #expect(try ["s", "b", "never", ""].allSatisfy { try store.holder(of: $0) == nil })
    }

    @Test("an unknown or ended session renews nothing", arguments: Backend.all)
    func ended(_ backend: Backend) throws {
        let store = try backend.store()
        try store.opened("s", for: store.made())
        #expect(try store.spend("first", for: "second", of: "never") == .ended)
        _ = try store.end("s", at: 1)
        #expect(try store.spend("first", for: "second") == .ended)
    }

    @Test("a renewed session lives as long as its new token", arguments: Backend.all)
    func expiry(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user, expiring: 2000)
        _ = try store.spend("first", for: "second", expiring: 3000)
        #expect(try store.purge(at: 2999, margin: 0, limit: 10) == 0)
        #expect(try store.user(of: "s") == user)
        #expect(try store.purge(at: 3000, margin: 0, limit: 10) == 1)
    }

    @Test("of many who spend one token at once one is renewed, and then the session ends", arguments: Backend.all)
    func race(_ backend: Backend) throws {
        let place = try backend.place()
        let store = try place.open()
        let user = try store.made()
        let stores = try (0..<4).map { _ in try place.open() }
        for round in 0..<5 {
            try store.opened("s\(round)", for: user)
            let spendings = try SQLiteStorageTests.race(16) {
                try stores[$0 % 4].spend("first", for: "next-\($0)", of: "s\(round)")
            }
            #expect(spendings.filter { $0 == .renewed(user) }.count == 1)
            #expect(spendings.filter { $0 == .replayed }.count == 1)
            #expect(spendings.filter { $0 == .ended }.count == 14)
            #expect(try store.user(of: "s\(round)") == nil)
        }
    }

    @Test("an end that was acknowledged holds, whoever renews at the same time", arguments: Backend.all)
    func endRace(_ backend: Backend) throws {
        let place = try backend.place()
        let store = try place.open()
        let user = try store.made()
        let stores = try (0..<3).map { _ in try place.open() }
        for round in 0..<10 {
            let id = "s\(round)"
            try store.opened(id, for: user)
            let holders = try SQLiteStorageTests.race(3) { index -> User? in
                if index == 0 {
                    _ = try stores[0].end(id, at: 1)
                } else {
                    _ = try stores[index].spend(index == 1 ? "first" : "second", for: "second", of: id)
                }
                return index == 0 ? try stores[1].user(of: id) : nil
            }
            #expect(holders[0] == nil)
            #expect(try store.spend("second", for: "third", of: id) == .ended)
        }
    }
}
