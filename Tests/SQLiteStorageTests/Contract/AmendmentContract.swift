// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import TestSupport
import Testing

@Suite("Every store: what administrators change of users")
struct AmendmentContract {
    private let client = Client(address: "192.0.2.1", requestID: "r1")

    /// An administrator in a session of the same name, as they act.
    private func administrator(_ name: String, in store: any Store) throws -> (user: User, author: Author) {
        let user = try store.made(name, roles: ["admin"])
        try store.opened(name, for: user)
        return (user, .user(user, in: name, from: client, as: Role.admin))
    }

    @Test("roles and account change at once, each with its line", arguments: Backend.all)
    func both(_ backend: Backend) throws {
        let place = try backend.place()
        let (store, other) = (try place.open(), try place.open())
        let (_, author) = try administrator("root", in: store)
        let user = try store.made()
        try store.opened("s", for: user)
        let before = try store.lines().count
        let change = try store.amend(user.id, UserAmendment(roles: [], isDisabled: true), by: author, at: 5)
        let shut = User(id: user.id, name: "alice", roles: [], isDisabled: true, createdAt: 1000)
        #expect(change == .changed(shut))
        #expect(try other.user(user.id) == shut)
        #expect(try other.user(of: "s") == nil)
        #expect(
            try store.lines()[before...] == [
                "5: root change-roles alice at 192.0.2.1, done", "5: root disable alice at 192.0.2.1, done",
            ])
    }

    @Test("where a role does not exist nothing of it is done", arguments: Backend.all)
    func unknownRole(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made()
        let amendment = try UserAmendment(roles: ["user", "ghost"], isDisabled: true)
        #expect(try store.amend(user.id, amendment, by: .console("root"), at: 5) == .unknownRole("ghost"))
        #expect(try store.user(user.id) == user)
    }

    @Test("what is so already is left alone, and writes no line", arguments: Backend.all)
    func unchanged(_ backend: Backend) throws {
        let store = try backend.store()
        let (user, author) = try administrator("root", in: store)
        let before = try store.lines()
        let same = try UserAmendment(roles: ["admin"], isDisabled: false)
        #expect(try store.amend(user.id, same, by: author, at: 5) == .changed(user))
        #expect(try store.setDisabled(user.id, to: false, at: 6) == .changed(user))
        #expect(try store.user(of: "root") == user)
        #expect(try store.lines() == before)
    }

    static let endings: [UserAmendment] = [
        (try? UserAmendment(roles: ["admin", "user"], isDisabled: true)), (try? UserAmendment(roles: [])),
        (try? UserAmendment(roles: ["user"], isDisabled: false)), UserAmendment(isDisabled: true),
    ].compactMap { $0 }

    @Test("no amendment takes the last administrator away", arguments: Backend.all, endings)
    func lastAdministrator(_ backend: Backend, _ amendment: UserAmendment) throws {
        #expect(Self.endings.count == 4)
        let store = try backend.store()
        let (user, _) = try administrator("root", in: store)
        // One who cannot log in is no other administrator.
        _ = try store.setDisabled(administrator("disabled", in: store).user.id, to: true, at: 5)
        #expect(try store.amend(user.id, amendment, by: .console("root"), at: 5) == .lastAdministrator)
        #expect(try store.user(of: "root") == user)
    }

    enum Loss: CaseIterable { case demoted, disabled, loggedOut, deleted, succeeded }

    private func lose(_ loss: Loss, _ user: User, in store: any Store) throws {
        switch loss {
        case .demoted: try store.setRoles(of: user.id, to: ["user"])
        case .disabled: try store.setDisabled(user.id, to: true, at: 1)
        case .loggedOut: try store.end(user.name, at: 1)
        case .deleted: try store.delete(user.id)
        case .succeeded:
            // A later user of the same name, who is an administrator and logged in.
            try store.delete(user.id)
            try store.opened("later", for: store.made(user.name, roles: ["admin"]))
        }
    }

    @Test("who has lost the role by which they act changes nothing", arguments: Backend.all, Loss.allCases)
    func loss(_ backend: Backend, _ loss: Loss) throws {
        let store = try backend.store()
        _ = try administrator("root", in: store)
        let (former, author) = try administrator("former", in: store)
        let user = try store.made()
        try store.opened("s", for: user)
        try store.setRole("editor", to: ["a:b"])
        try lose(loss, former, in: store)
        let before = try store.lines()
        #expect(try store.amend(user.id, UserAmendment(isDisabled: true), by: author, at: 5) == .forbidden)
        #expect(try store.amend(former.id, UserAmendment(roles: ["admin"]), by: author, at: 5) == .forbidden)
        #expect(try store.delete(user.id, by: author, at: 5) == .forbidden)
        #expect(try store.delete(99, by: author, at: 5) == .forbidden)
        for id in [user.id, 99] {
            let revocation = try store.endSessions(of: id, keeping: nil, as: .revokeUser, by: author, at: 5)
            #expect(revocation == .forbidden)
        }
        let editor = try RoleDefinition(name: "editor", permissions: ["*"])
        #expect(try store.set(editor, by: author, at: 5) == .forbidden)
        #expect(try store.deleteRole("editor", evenIfHeld: true, by: author, at: 5) == .forbidden)
        #expect(try store.lines() == before)
        #expect(try store.user(user.id) == user)
        #expect(try store.user(of: "s") == user)
        #expect(try store.roles().first { $0.name == "editor" }?.permissions == ["a:b"])
    }

    @Test("of administrators who remove each other at once none acts who was removed before", arguments: Backend.all)
    func mutualRemoval(_ backend: Backend) throws {
        let deeds: [@Sendable (any Store, User.ID, Author) throws -> UserChange] = [
            { try $0.amend($1, UserAmendment(roles: ["user"]), by: $2, at: 5) },
            { try $0.amend($1, UserAmendment(isDisabled: true), by: $2, at: 5) }, { try $0.delete($1, by: $2, at: 5) },
        ]
        for round in 0..<12 {
            let place = try backend.place()
            let store = try place.open()
            let admins = try (0..<4).map { try administrator("admin\($0)", in: store) }
            let stores = try admins.map { _ in try place.open() }
            let before = try store.lines().count
            let changes = try race(4) { index in
                try deeds[round % 3](stores[index], admins[(index + 1) % 4].user.id, admins[index].author)
            }
            let lines = try store.audit(AuditQuestion(limit: 500)).dropFirst(before)
            var left = Set(admins.map(\.user.name))
            for line in lines {
                #expect(left.contains(line.actor ?? ""), "\(line.actor ?? "-") had been removed")
                left.remove(line.subject ?? "")
            }
            #expect(lines.count == changes.filter { if case .changed = $0 { true } else { false } }.count)
            #expect(changes.allSatisfy { $0 != .lastAdministrator }, "they act themselves, so one is always left")
            #expect(!left.isEmpty)
            let found = try store.users(after: 0, limit: 9).filter { $0.roles.contains("admin") && !$0.isDisabled }
            #expect(Set(found.map(\.name)) == left)
        }
    }

    @Test("a number that was never given is known for it", arguments: Backend.all)
    func numbers(_ backend: Backend) throws {
        let store = try backend.store()
        #expect(try !store.hasGiven(1) && !store.hasWritten(1))
        _ = try store.made("admin", roles: ["admin"])
        let last = try store.made()
        try store.delete(last.id)
        for id in 1...last.id { #expect(try store.hasGiven(id)) }
        for id in [-1, 0, last.id + 1, .max] { #expect(try !store.hasGiven(id)) }
        for line: Int64 in 1...3 { #expect(try store.hasWritten(line)) }
        for line in [-1, 0, 4, Int64.max] { #expect(try !store.hasWritten(line)) }
        _ = try store.purge(at: 5000, margin: 0, auditAge: 1, limit: 100, by: .housekeeping)
        #expect(try store.hasWritten(3))
    }
}
