// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("Every store: users")
struct UserContract {
    @Test("a user who was added is found by name and by number", arguments: Backend.all)
    func add(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made("Zoë", roles: ["user", "admin", "user"])
        #expect(user == User(id: user.id, name: "Zoë", roles: ["admin", "user"], isDisabled: false, createdAt: 1000))
        #expect(try store.user(named: Username("zoË")) == user)
        #expect(try store.user(user.id) == user)
        #expect(
            try store.credentials(for: Username("ZOË"))
                == Credentials(
                    userID: user.id, passwordHash: "hash", isDisabled: false))
    }

    @Test("nobody is found who is not there", arguments: Backend.all)
    func absent(_ backend: Backend) throws {
        let store = try backend.store()
        #expect(try store.user(named: Username("nobody")) == nil)
        #expect(try store.user(1) == nil)
        #expect(try store.credentials(for: Username("nobody")) == nil)
        #expect(try store.setRoles(of: 1, to: []) == .unknownUser)
        #expect(try store.setDisabled(1, to: true, at: 1) == .unknownUser)
        #expect(try store.setPassword(of: 1, from: nil, to: "new", keeping: nil, at: 1) == .unknownUser)
        #expect(try store.delete(1) == .unknownUser)
    }

    @Test("a name is taken in every spelling of its case", arguments: Backend.all)
    func nameTaken(_ backend: Backend) throws {
        let store = try backend.store()
        try store.made("Straße")
        #expect(try store.add(Username("STRASSE"), passwordHash: "h", roles: [], at: 1) == .nameTaken)
        #expect(try store.users(after: 0, limit: 10).map(\.name) == ["Straße"])
    }

    @Test("a user with a role that does not exist is not added", arguments: Backend.all)
    func unknownRole(_ backend: Backend) throws {
        let store = try backend.store()
        let addition = try store.add(Username("alice"), passwordHash: "h", roles: ["user", "ghost"], at: 1)
        #expect(addition == .unknownRole("ghost"))
        #expect(try store.user(named: Username("alice")) == nil)
    }

    @Test("users come in pages, in the order of their numbers", arguments: Backend.all)
    func pages(_ backend: Backend) throws {
        let store = try backend.store()
        let users = try ["carol", "alice", "bob"].map { try store.made($0) }
        #expect(try store.users(after: 0, limit: 2) == Array(users[..<2]))
        #expect(try store.users(after: users[1].id, limit: 2) == [users[2]])
        #expect(try store.users(after: users[2].id, limit: 2).isEmpty)
        #expect(try store.users(after: 0, limit: -1).isEmpty)
    }

    @Test("the number of a deleted user is never given again", arguments: Backend.all)
    func numbers(_ backend: Backend) throws {
        let store = try backend.store()
        let former = try store.made("alice", roles: ["user", "admin"])
        try store.made("boss", roles: ["admin"])
        let last = try store.made("zoe")
        #expect(try store.delete(former.id) == .changed(former))
        #expect(try store.delete(last.id) == .changed(last))
        let later = try store.made("alice")
        #expect(later.id > last.id)
        #expect(later.roles == ["user"])
    }

    @Test("a disabled user says so, and an enabled one again does not", arguments: Backend.all)
    func disable(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        guard case .changed(let shut) = try store.setDisabled(user.id, to: true, at: 1) else {
            throw Unexpected(what: "not disabled")
        }
        #expect(shut.isDisabled)
        #expect(try store.credentials(for: Username("alice"))?.isDisabled == true)
        #expect(try store.setDisabled(user.id, to: false, at: 1) == .changed(user))
    }

    @Test("a store that works is ready", arguments: Backend.all)
    func ready(_ backend: Backend) throws {
        try backend.store().checkReadiness()
    }
}
