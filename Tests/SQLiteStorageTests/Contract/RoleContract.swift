// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("Every store: roles and the last administrator")
struct RoleContract {
    @Test("a user has exactly the roles that were set, at the next question of every store", arguments: Backend.all)
    func setRoles(_ backend: Backend) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        let user = try store.made()
        try store.opened("s", for: user)
        #expect(try other.user(of: "s")?.roles == ["user"])
        guard case .changed(let changed) = try store.setRoles(of: user.id, to: ["user", "admin", "admin"]) else {
            throw Unexpected(what: "not changed")
        }
        #expect(changed.roles == ["admin", "user"])
        #expect(try other.user(of: "s")?.roles == ["admin", "user"])
        #expect(try other.user(user.id)?.roles == ["admin", "user"])
    }

    @Test("a user may have no role at all", arguments: Backend.all)
    func noRole(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        try store.opened("s", for: user)
        _ = try store.setRoles(of: user.id, to: [])
        #expect(try store.user(of: "s")?.roles == [])
        #expect(try store.user(user.id)?.roles == [])
    }

    @Test("a role that does not exist changes nothing", arguments: Backend.all)
    func unknownRole(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        #expect(try store.setRoles(of: user.id, to: ["admin", "ghost"]) == .unknownRole("ghost"))
        #expect(try store.user(user.id) == user)
    }

    @Test("an administrator holds every permission and a user none", arguments: Backend.all)
    func permissions(_ backend: Backend) throws {
        let store = try backend.store()
        let (admin, user) = (try store.made("admin", roles: ["admin"]), try store.made())
        for permission in ["users:read", "plain", ""] {
            #expect(try store.user(admin.id, holds: Permission(permission)))
            #expect(try !store.user(user.id, holds: Permission(permission)))
        }
        #expect(try !store.user(99, holds: "users:read"))
    }

    enum Deed: CaseIterable { case demote, disable, delete }

    static func attempt(_ deed: Deed, on user: User.ID, in store: any Store) throws -> UserChange {
        switch deed {
        case .demote: try store.setRoles(of: user, to: ["user"])
        case .disable: try store.setDisabled(user, to: true, at: 1)
        case .delete: try store.delete(user)
        }
    }

    @Test("the last administrator stays one", arguments: Backend.all, Deed.allCases)
    func lastAdministrator(_ backend: Backend, _ deed: Deed) throws {
        let store = try backend.store()
        let admin = try store.made("admin", roles: ["admin"])
        let shut = try store.made("shut", roles: ["admin"])
        _ = try store.setDisabled(shut.id, to: true, at: 1)
        try store.opened("s", for: admin)
        #expect(try Self.attempt(deed, on: admin.id, in: store) == .lastAdministrator)
        #expect(try store.user(of: "s") == admin)
        // Neither users nor administrators who cannot log in are protected by the rule.
        let user = try store.made()
        for other in [user.id, shut.id] {
            guard case .changed = try Self.attempt(deed, on: other, in: store) else {
                throw Unexpected(what: "\(deed) of \(other)")
            }
        }
    }

    @Test("where there was no administrator the rule holds nobody back", arguments: Backend.all, Deed.allCases)
    func noAdministrator(_ backend: Backend, _ deed: Deed) throws {
        let store = try backend.store()
        let user = try store.made()
        guard case .changed = try Self.attempt(deed, on: user.id, in: store) else {
            throw Unexpected(what: "\(deed)")
        }
    }

    @Test("of administrators who remove each other at once one is left", arguments: Backend.all, Deed.allCases)
    func mutualRemoval(_ backend: Backend, _ deed: Deed) throws {
        for _ in 0..<4 {
            let place = try backend.place()
            let store = try place.open()
            let admins = try (0..<4).map { try store.made("admin\($0)", roles: ["admin"]) }
            let stores = try admins.map { _ in try place.open() }
            let changes = try race(4) { try Self.attempt(deed, on: admins[($0 + 1) % 4].id, in: stores[$0]) }
            let left = try store.users(after: 0, limit: 9).filter { $0.roles.contains("admin") && !$0.isDisabled }
            #expect(changes.filter { $0 == .lastAdministrator }.count == 1)
            #expect(left.count == 1)
        }
    }
}
