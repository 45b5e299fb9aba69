// SPDX-License-Identifier: Apache-2.0

import Auth
import TestSupport
import Testing

@Suite("Every store: users who are taken over")
struct ImportContract {
    static let hash = "$2b$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde"

    private func users(_ names: String..., roles: [String] = []) throws -> [ImportedUser] {
        try names.map { try ImportedUser(name: $0, passwordHash: Self.hash, roles: roles) }
    }

    private func add(
        _ users: [ImportedUser], to store: any Store, isRehearsal: Bool = false
    ) throws -> ImportOutcome {
        try store.add(all: users, isRehearsal: isRehearsal, by: .console("root"), at: 7)
    }

    @Test("all are added with their hashes and roles, in one line of the audit", arguments: Backend.all)
    func all(_ backend: Backend) throws {
        let store = try backend.store()
        #expect(try add(users("alice", "bob") + users("carol", roles: ["admin"]), to: store) == .added(3))
        #expect(try store.users(after: 0, limit: 9).map(\.name) == ["alice", "bob", "carol"])
        #expect(try store.users(after: 0, limit: 9).map(\.roles) == [["user"], ["user"], ["admin"]])
        #expect(try store.credentials(for: Username("bob"))?.passwordHash == Self.hash)
        #expect(try store.audit(AuditQuestion()).map(\.count) == [3])
        #expect(try store.lines() == ["7: root import-users - at console, done"])
    }

    @Test("where one cannot be added nobody is", arguments: Backend.all, [true, false])
    func obstacles(_ backend: Backend, _ isRehearsal: Bool) throws {
        let store = try backend.store()
        try store.made("bob")
        let newcomers = try users("alice", "BOB", "carol", "Alice") + users("dave", roles: ["user", "ghost"])
        #expect(
            try add(newcomers, to: store, isRehearsal: isRehearsal)
                == .refused([
                    .nameTaken(index: 1), .nameTaken(index: 3), .unknownRole("ghost", index: 4),
                ]))
        #expect(try store.users(after: 0, limit: 9).map(\.name) == ["bob"])
        #expect(try store.lines().count == 1)
    }

    @Test("a rehearsal says what would be done and does nothing", arguments: Backend.all)
    func rehearsal(_ backend: Backend) throws {
        let store = try backend.store()
        #expect(try add(users("alice"), to: store, isRehearsal: true) == .added(1))
        #expect(try store.users(after: 0, limit: 9).isEmpty)
        #expect(try store.lines().isEmpty)
        #expect(try add([], to: store) == .added(0))
    }
}
