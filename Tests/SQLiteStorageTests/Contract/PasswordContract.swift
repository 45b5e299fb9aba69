// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("Every store: passwords")
struct PasswordContract {
    @Test("a new password ends all sessions but the one that is kept", arguments: Backend.all)
    func setPassword(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        for id in ["s1", "s2", "s3"] { try store.opened(id, for: user) }
        try store.opened("b", for: other)
        let change = try store.setPassword(of: user.id, from: "hash", to: "new", keeping: "s2", at: 1)
        #expect(change == .changed(user))
        #expect(try ["s1", "s2", "s3", "b"].map { try store.user(of: $0) } == [nil, user, nil, other])
        #expect(try store.credentials(for: Username("alice"))?.passwordHash == "new")
    }

    @Test("a password that was changed in the meantime stays", arguments: Backend.all)
    func stale(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        #expect(try store.setPassword(of: user.id, from: "older", to: "new", keeping: nil, at: 1) == .stale)
        #expect(try store.credentials(for: Username("alice"))?.passwordHash == "hash")
        #expect(try store.user(of: "s") == user)
    }

    @Test("a session that has ended, is another's, or never was changes no password", arguments: Backend.all)
    func ended(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, other) = (try store.made(), try store.made("bob"))
        for id in ["ended", "alive"] { try store.opened(id, for: user) }
        try store.opened("b", for: other)
        try store.end("ended", at: 1)
        for old in ["hash", "older", nil] {
            for kept in ["ended", "b", "never"] {
                let change = try store.setPassword(of: user.id, from: old, to: "new", keeping: kept, at: 1)
                #expect(change == .sessionEnded, "\(kept)")
            }
        }
        #expect(try store.credentials(for: Username("alice"))?.passwordHash == "hash")
        #expect(try store.user(of: "alive") == user)
    }

    @Test("an administrator sets a password without knowing the old one", arguments: Backend.all)
    func reset(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        #expect(try store.setPassword(of: user.id, from: nil, to: "new", keeping: nil, at: 1) == .changed(user))
        #expect(try store.user(of: "s") == nil)
    }

    @Test("a costlier hash takes the place of the one that it was made for, and of no other", arguments: Backend.all)
    func rehash(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        try store.rehash(user.id, from: "hash", to: "costlier")
        #expect(try store.credentials(for: Username("alice"))?.passwordHash == "costlier")
        try store.rehash(user.id, from: "hash", to: "late")
        #expect(try store.credentials(for: Username("alice"))?.passwordHash == "costlier")
        #expect(try store.user(of: "s") == user)
    }

    @Test("of changes from the same old password one holds", arguments: Backend.all)
    func race(_ backend: Backend) throws {
        let place = try backend.place()
        let store = try place.open()
        let user = try store.made()
        let stores = try (0..<6).map { _ in try place.open() }
        let changes = try SQLiteStorageTests.race(6) {
            try stores[$0].setPassword(of: user.id, from: "hash", to: "new-\($0)", keeping: nil, at: 1)
        }
        let winners = changes.indices.filter { changes[$0] == .changed(user) }
        #expect(winners.count == 1)
        #expect(changes.filter { $0 == .stale }.count == 5)
        #expect(try store.credentials(for: Username("alice"))?.passwordHash == winners.first.map { "new-\($0)" })
    }
}
