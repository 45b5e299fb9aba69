// SPDX-License-Identifier: Apache-2.0

import Auth
import SQLiteStorage
import TestSupport
import Testing

@Suite("Every store: what is remembered of a user")
struct SightingContract {
    /// Something that changes about a user who has the session `s`.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (any Store, User) throws -> Void

        static let all = [
            Change(testDescription: "the session ends") { store, _ throws in #expect(try store.end("s", at: 2)) },
            Change(testDescription: "all sessions end") { store, user throws in
                #expect(try store.endSessions(of: user.id, keeping: nil, at: 2) == 1)
            },
            Change(testDescription: "a spent token comes again") { store, _ throws in
                #expect(try store.spend("stolen", for: "next") == .replayed)
            },
            Change(testDescription: "the session makes room for others") { store, user throws in
                for number in 1...SQLiteStore.sessionsPerUser { try store.opened("s\(number)", for: user, at: 2000) }
            },
            Change(testDescription: "a role is given") { store, user throws in
                _ = try store.setRoles(of: user.id, to: ["admin", "user"])
            },
            Change(testDescription: "a role is taken") { store, user throws in
                _ = try store.setRoles(of: user.id, to: [])
            },
            Change(testDescription: "the password is another") { store, user throws in
                _ = try store.setPassword(of: user.id, from: nil, to: "other", keeping: nil, at: 2)
            },
            Change(testDescription: "the account is shut") { store, user throws in
                _ = try store.setDisabled(user.id, to: true, at: 2)
            },
            Change(testDescription: "the account is gone") { store, user throws in _ = try store.delete(user.id) },
            Change(testDescription: "the session is purged") { store, _ throws in
                #expect(try store.purge(at: 3000, margin: 0, limit: 10) > 0)
            },
        ]
    }

    @Test("a change ends it in every store, and the store is asked again", arguments: Backend.all, Change.all)
    func changed(_ backend: Backend, _ change: Change) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        let user = try store.made()
        try store.opened("s", for: user)
        for witness in [store, other] {
            let mark = try #require(try witness.sighting(of: "s")?.mark)
            #expect(witness.isCurrent(mark) && witness.isCurrent(mark))
        }
        let marks = try [store, other].map { try #require(try $0.sighting(of: "s")?.mark) }
        try change.make(store, user)
        #expect(!store.isCurrent(marks[0]) && !other.isCurrent(marks[1]))
        #expect(try other.sighting(of: "s")?.user == other.user(of: "s"))
    }

    @Test("what happens to others, and what changes nothing, does not end it", arguments: Backend.all)
    func unchanged(_ backend: Backend) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        let (user, neighbour) = (try store.made(), try store.made("bob"))
        try store.opened("s", for: user)
        try store.opened("n", for: neighbour)
        let mark = try #require(try other.sighting(of: "s")?.mark)
        try store.opened("s2", for: user)
        #expect(try store.spend("first", for: "second") == .renewed(user))
        try store.rehash(user.id, from: "hash", to: "costlier")
        #expect(try store.end("n", at: 2))
        _ = try store.setRoles(of: neighbour.id, to: [])
        _ = try store.delete(neighbour.id)
        _ = try store.lift("nobody")
        #expect(other.isCurrent(mark))
        #expect(try other.sighting(of: "s") == Sighting(user: user, mark: mark))
    }

    @Test("a mark says nothing in a store that has not given it", arguments: Backend.all)
    func foreign(_ backend: Backend) throws {
        let (store, stranger) = (try backend.store(), try backend.store())
        for store in [store, stranger] { try store.opened("s", for: store.made()) }
        let mark = try #require(try store.sighting(of: "s")?.mark)
        #expect(try stranger.sighting(of: "s") != nil)
        #expect(!stranger.isCurrent(mark))
        for place in [-1, 64, .max] { #expect(!store.isCurrent(Mark(place: place, state: mark.state))) }
    }

    @Test("nobody is seen who is not there", arguments: Backend.all)
    func nobody(_ backend: Backend) throws {
        let store = try backend.store()
        #expect(try store.sighting(of: "never") == nil)
        try store.opened("s", for: store.made())
        #expect(try store.end("s", at: 2))
        #expect(try store.sighting(of: "s") == nil)
    }
}
