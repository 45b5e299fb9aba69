// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("Every store: sessions")
struct SessionContract {
    @Test("a session has its user for a holder until it is ended, in every store", arguments: Backend.all)
    func holder(_ backend: Backend) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        let user = try store.made()
        #expect(try other.user(of: "s") == nil)
        try store.opened("s", for: user)
        #expect(try other.user(of: "s") == user)
        #expect(try store.end("s", at: 1))
        #expect(try other.user(of: "s") == nil)
        #expect(try !other.end("s", at: 2))
        #expect(try !other.end("never", at: 2))
        #expect(try store.user(of: "") == nil)
        #expect(try store.user(of: "s\0") == nil)
    }

    @Test("a session opens for the hash that was verified and for no other", arguments: Backend.all)
    func verified(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        let digest = TokenDigest(tokenID: "r")
        func open(_ id: String, _ user: Int64, _ hash: String) throws -> Opening {
            let client = Client(address: "192.0.2.1")
            return try store.open(
                Session(id: id, userID: user, refreshDigest: digest, createdAt: 1, expiresAt: 9, client: client),
                verified: hash)
        }
        #expect(try open("s1", user.id, "other") == .refused)
        #expect(try open("s2", user.id + 1, "hash") == .refused)
        #expect(try open("s3", user.id, "hash") == .opened(user))
        _ = try store.setDisabled(user.id, to: true, at: 1)
        #expect(try open("s4", user.id, "hash") == .refused)
        #expect(try ["s1", "s2", "s3", "s4"].allSatisfy { try store.user(of: $0) == nil })
    }

    @Test("to disable or to delete a user ends their sessions for good", arguments: Backend.all)
    func disabled(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        try store.opened("s", for: user)
        try store.opened("b", for: other)
        _ = try store.setDisabled(user.id, to: true, at: 1)
        #expect(try store.user(of: "s") == nil)
        #expect(try store.spend("first", for: "second") == .ended)
        _ = try store.setDisabled(user.id, to: false, at: 1)
        #expect(try store.user(of: "s") == nil)
        #expect(try store.spend("first", for: "second") == .ended)
        _ = try store.delete(other.id)
        #expect(try store.user(of: "b") == nil)
        #expect(try store.spend("first", for: "second", of: "b") == .ended)
    }

    @Test("all sessions of a user end but the one that is kept, and they are counted", arguments: Backend.all)
    func endAll(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        for id in ["s1", "s2", "s3"] { try store.opened(id, for: user) }
        try store.opened("b", for: other)
        #expect(try store.endSessions(of: user.id, keeping: "s1", at: 1) == 2)
        #expect(try ["s1", "s2", "s3", "b"].map { try store.user(of: $0)?.name } == ["alice", nil, nil, "bob"])
        // Another's session is nothing that could be kept.
        #expect(try store.endSessions(of: user.id, keeping: "b", at: 1) == 1)
        #expect(try store.endSessions(of: user.id, keeping: nil, at: 1) == 0)
        #expect(try store.user(of: "b") == other)
    }

    @Test("a session is ended for its owner and for nobody else", arguments: Backend.all)
    func owner(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        try store.opened("s", for: user)
        let author = Author.user(other, in: nil, from: Client(address: "192.0.2.1"))
        #expect(try !store.end("s", of: other.id, as: .endSession, by: author, at: 1))
        #expect(try store.user(of: "s") == user)
        #expect(try store.end("s", of: user.id, as: .endSession, by: author, at: 1))
        #expect(try !store.end("s", of: user.id, as: .endSession, by: author, at: 1))
        #expect(try store.user(of: "s") == nil)
    }

    @Test("the sessions of a user are listed that are alive, those used last first", arguments: Backend.all)
    func listing(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        for (id, time) in [("a", 1000), ("b", 1001), ("c", 1002), ("d", 1003)] as [(String, Int64)] {
            try store.opened(id, for: user, at: time, expiring: id == "d" ? 1500 : 2000)
        }
        try store.opened("x", for: other)
        try store.end("c", at: 1)
        _ = try store.spend("first", for: "second", of: "a", from: "192.0.2.9", at: 1100, expiring: 2500)
        _ = try store.user(of: "b")
        let sessions = try store.sessions(of: user.id, at: 1500)
        #expect(
            sessions == [
                OpenSession(
                    id: "a", createdAt: 1000, lastUsedAt: 1100, expiresAt: 2500,
                    client: Client(address: "192.0.2.9")),
                OpenSession(
                    id: "b", createdAt: 1001, lastUsedAt: 1001, expiresAt: 2000,
                    client: Client(address: "192.0.2.1", userAgent: "test")),
            ])
        #expect(try store.sessions(of: user.id, at: 1499).map(\.id) == ["a", "d", "b"])
        #expect(try store.sessions(of: 99, at: 1).isEmpty)
    }

    @Test("the same name is never given to two sessions", arguments: Backend.all)
    func duplicate(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        try store.opened("s", for: user)
        #expect(throws: (any Error).self) { try store.opened("s", for: other) }
        #expect(try store.user(of: "s") == user)
    }

    @Test("beyond a hundred sessions of one user the one unused for longest ends", arguments: Backend.all)
    func bounded(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        try store.opened("b", for: other, at: 1)
        for index in 0..<100 { try store.opened("s\(index)", for: user, at: 1000 + Int64(index)) }
        #expect(try store.spend("first", for: "second", of: "s0", at: 5000) == .renewed(user))
        // The clock has stepped back: the newest must not be taken for the oldest.
        try store.opened("new", for: user, at: 10)
        #expect(
            try ["s0", "s1", "s2", "new", "b"].map { try store.user(of: $0) != nil }
                == [true, false, true, true, true])
        let lines = try store.lines().filter { $0.contains("end-session") }
        #expect(lines == ["10: alice end-session alice s1 at 192.0.2.1, done (to make room for another)"])
        #expect(try store.endSessions(of: user.id, keeping: nil, at: 1) == 100)
    }

    @Test("an address is known while a session from there is alive", arguments: Backend.all)
    func address(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        try store.opened("s", for: user, from: "192.0.2.1", expiring: 2000)
        func addresses(of user: User, at now: Int64) throws -> [String] {
            try store.sessions(of: user.id, at: now).map(\.client.address)
        }
        #expect(try addresses(of: user, at: 1999) == ["192.0.2.1"])
        #expect(try addresses(of: user, at: 2000).isEmpty)
        #expect(try addresses(of: other, at: 1999).isEmpty)
        _ = try store.spend("first", for: "second", from: "192.0.2.2")
        #expect(try addresses(of: user, at: 1999) == ["192.0.2.2"])
        _ = try store.end("s", at: 1)
        #expect(try addresses(of: user, at: 1999).isEmpty)
    }
}
