// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import TestSupport
import Testing

@Suite("Every store: the audit")
struct AuditContract {
    private let client = Client(address: "192.0.2.1", userAgent: "test", requestID: "r1")
    private let operatorOfHost = Author.console("root")

    @Test("every change is a line: who, what, to whom, from where, with what result", arguments: Backend.all)
    func changes(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try added("Alice", to: store, as: .register, by: .stranger(client))
        _ = try added("admin1", roles: ["admin"], to: store, by: operatorOfHost)
        try store.opened("s", for: user)
        try store.opened("other", for: user)
        let alice = Author.user(user, in: "s", from: client)
        _ = try store.setPassword(of: user.id, from: nil, to: "h", keeping: "s", by: alice, at: 5)
        _ = try store.setRoles(of: user.id, to: ["user", "admin"], by: operatorOfHost, at: 6)
        try store.end("s", of: user.id, as: .logout, by: alice, at: 7)
        for id in ["t", "u"] { try store.opened(id, for: user, hash: "h") }
        try store.end("t", of: user.id, as: .endSession, by: alice, at: 8)
        _ = try store.endSessions(of: user.id, keeping: nil, as: .logoutAll, by: alice, at: 9)
        _ = try store.endSessions(of: user.id, keeping: nil, as: .revokeUser, by: operatorOfHost, at: 10)
        _ = try store.setDisabled(user.id, to: true, by: operatorOfHost, at: 11)
        _ = try store.setDisabled(user.id, to: false, by: operatorOfHost, at: 12)
        _ = try store.delete(user.id, by: operatorOfHost, at: 13)
        #expect(
            try store.lines() == [
                "1: - register Alice at 192.0.2.1, done (user)",
                "1: root add-user admin1 at console, done (admin)",
                "1000: Alice login Alice s at 192.0.2.1, done", "1000: Alice login Alice other at 192.0.2.1, done",
                "5: Alice change-password Alice at 192.0.2.1, done (ended 1 session)",
                "6: root change-roles Alice at console, done (admin,user)",
                "7: Alice logout Alice s at 192.0.2.1, done",
                "1000: Alice login Alice t at 192.0.2.1, done", "1000: Alice login Alice u at 192.0.2.1, done",
                "8: Alice end-session Alice t at 192.0.2.1, done",
                "9: Alice logout-all Alice at 192.0.2.1, done (ended 1 session)",
                "10: root revoke-user Alice at console, done (ended 0 sessions)",
                "11: root disable Alice at console, done", "12: root enable Alice at console, done",
                "13: root delete Alice at console, done",
            ])
        #expect(try store.audit(AuditQuestion()).first?.requestID == "r1")
    }

    @Test("limits that were lifted are a line, of what was done elsewhere there is one too", arguments: Backend.all)
    func elsewhere(_ backend: Backend) throws {
        let store = try backend.store()
        for subject in ["alice", "192.0.2.1"] {
            let limit = RateLimit(attempts: 1, seconds: 60)
            _ = try store.charge([RateCharge(scope: "login", subject: subject, limit: limit)], at: 1)
        }
        let lifting = AuditEntry(.liftLimits, by: operatorOfHost, to: "alice")
        #expect(try store.lift(["alice", "192.0.2.1", "x"], noting: lifting, at: 2) == 2)
        #expect(try store.lift(["alice"], noting: lifting, at: 3) == 0)
        try store.record(AuditEntry(.retireKey, by: operatorOfHost, detail: "k"), at: 4)
        #expect(
            try store.lines() == [
                "2: root lift-limits alice at console, done", "4: root retire-key - at console, done (k)",
            ])
    }

    @Test("what was refused, or changed nothing, is no line", arguments: Backend.all)
    func refusals(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try store.made("alice", roles: ["admin"])
        try store.opened("s", for: user)
        _ = try store.spend("first", for: "second")
        let before = try store.lines()
        _ = try store.add(Username("ALICE"), passwordHash: "h", roles: [], at: 1)
        _ = try store.add(Username("bob"), passwordHash: "h", roles: ["ghost"], at: 1)
        try store.setRoles(of: user.id, to: ["user"])
        try store.setRoles(of: 99, to: ["user"])
        try store.setDisabled(user.id, to: true, at: 1)
        try store.setDisabled(99, to: true, at: 1)
        try store.delete(user.id)
        try store.setPassword(of: user.id, from: "older", to: "h", keeping: nil, at: 1)
        try store.end("never", at: 1)
        try store.endSessions(of: 99, keeping: nil, at: 1)
        try store.purge(at: 1, margin: 0, limit: 10)
        try store.rehash(user.id, from: "hash", to: "h2")
        _ = try store.spend("second", for: "third")
        #expect(try store.lines() == before)
    }

    @Test("a replayed refresh token is a line that names the session and where it came from", arguments: Backend.all)
    func replay(_ backend: Backend) throws {
        let store = try backend.store()
        try store.opened("s", for: store.made())
        _ = try store.spend("first", for: "second")
        _ = try store.spend("first", for: "stolen", from: "203.0.113.9", at: 1200)
        _ = try store.spend("first", for: "stolen", from: "203.0.113.9", at: 1201)
        #expect(try store.lines().last == "1200: - refresh alice s at 203.0.113.9, replayed")
        #expect(try store.lines().filter { $0.contains("replayed") }.count == 1)
    }

    @Test("failures that differ in nothing but the time are one line for an hour", arguments: Backend.all)
    func merged(_ backend: Backend) throws {
        let store = try backend.store()
        for time: NumericDate in [1000, 1001, 4599, 4600, 900] {
            try store.note(AuditEntry(.login, .failed, by: .stranger(client), to: "alice"), at: time)
        }
        try store.note(AuditEntry(.login, .failed, by: .stranger(client)), at: 4600)
        try store.note(AuditEntry(.login, .failed, by: .stranger(Client(address: "::1")), to: "alice"), at: 4600)
        let records = try store.audit(AuditQuestion())
        #expect(records.map(\.at) == [1000, 4600, 900, 4600, 4600])
        #expect(records.map(\.count) == [3, 1, 1, 1, 1])
        #expect(records.map(\.lastAt) == [4599, 4600, 900, 4600, 4600])
    }

    @Test("beyond a thousand lines a day the rest is counted in one", arguments: Backend.all)
    func capped(_ backend: Backend) throws {
        let store = try backend.store()
        func fail(_ index: Int, at time: NumericDate, _ action: AuditAction = .login) throws {
            let stranger = Author.stranger(Client(address: "2001:db8::\(index)"))
            try store.note(AuditEntry(action, .failed, by: stranger), at: time)
        }
        for index in 0..<1100 { try fail(index, at: 1000 + NumericDate(index)) }
        let records = try store.allRecords()
        #expect(records.count == 1001)
        #expect(records.last?.count == 100)
        #expect(records.last?.address == "several")
        // What fails otherwise has its own room, and the next day has its own too.
        try fail(0, at: 2000, .changePassword)
        try fail(5000, at: 1000 + 2 * 86_400)
        #expect(try store.allRecords().count == 1003)
        // A line that is there is still counted to.
        try fail(1, at: 1010)
        #expect(try store.allRecords().count == 1003)
    }

    @Test("the attempt that uses a limit up is a line, and those after it are none", arguments: Backend.all)
    func limited(_ backend: Backend) throws {
        let store = try backend.store()
        let limit = RateLimit(attempts: 2, seconds: 60)
        let charges = [RateCharge(scope: "login", subject: "192.0.2.1", limit: limit)]
        let entry = AuditEntry(.login, .limited, by: .stranger(client))
        for time: NumericDate in [1000, 1000, 1001, 1002] { _ = try store.charge(charges, noting: entry, at: time) }
        #expect(try store.lines() == ["1000: - login - at 192.0.2.1, limited"])
    }

    @Test("purges are counted in a line, and lines go when they are old enough", arguments: Backend.all)
    func purge(_ backend: Backend) throws {
        let store = try backend.store()
        for time in 0..<5 { _ = try added("user\(time)", to: store, by: operatorOfHost, at: NumericDate(time)) }
        func purge(_ limit: Int, at now: NumericDate) throws -> Int {
            try store.purge(at: now, margin: 0, auditAge: 100, limit: limit, by: .housekeeping).count
        }
        #expect(try purge(10, at: 100) == 0)
        #expect(try purge(2, at: 104) == 2)
        #expect(try purge(2, at: 104) == 2)
        #expect(try purge(2, at: 104) == 0)
        let lines = try store.lines()
        #expect(lines == ["4: root add-user user4 at console, done (user)", "104: - purge - at worker, done"])
        #expect(try store.audit(AuditQuestion()).last?.count == 4)
    }

    @Test("lines are found by user in any case, by time and by number, a page at a time", arguments: Backend.all)
    func questions(_ backend: Backend) throws {
        let store = try backend.store()
        let user = try added("Alice", to: store, by: .stranger(client), at: 10)
        _ = try added("bob", to: store, by: .user(user, in: nil, from: client), at: 20)
        _ = try added("carol", to: store, by: .console("alice"), at: 30)
        func subjects(_ question: AuditQuestion) throws -> [String?] { try store.audit(question).map(\.subject) }
        #expect(try subjects(AuditQuestion()) == ["Alice", "bob", "carol"])
        #expect(try subjects(AuditQuestion(user: "ALICE")) == ["Alice", "bob"])
        #expect(try subjects(AuditQuestion(user: "bob")) == ["bob"])
        #expect(try subjects(AuditQuestion(user: "x' OR 1=1 --")) == [])
        #expect(try subjects(AuditQuestion(user: "")) == [])
        #expect(try subjects(AuditQuestion(since: 20)) == ["bob", "carol"])
        #expect(try subjects(AuditQuestion(user: "alice", since: 20)) == ["bob"])
        #expect(try subjects(AuditQuestion(limit: 2)) == ["Alice", "bob"])
        let second = try #require(try store.audit(AuditQuestion(limit: 2)).last?.id)
        #expect(try subjects(AuditQuestion(after: second)) == ["carol"])
        #expect(try subjects(AuditQuestion(limit: -1)) == [])
    }

    private func added(
        _ name: String, roles: [String] = [Role.user], to store: any Store, as action: AuditAction = .addUser,
        by author: Author, at now: NumericDate = 1
    ) throws -> User {
        let addition = try store.add(
            Username(name), passwordHash: "hash", roles: roles, as: action, by: author, at: now)
        guard case .added(let user) = addition else { throw Unexpected(what: "\(addition)") }
        return user
    }
}

extension Store {
    /// All lines, in words.
    func lines() throws -> [String] {
        try allRecords().map { line in
            let people = [line.actor ?? "-", line.action, line.subject ?? "-", line.session].compactMap { $0 }
            let detail = line.detail.map { " (\($0))" } ?? ""
            return "\(line.at): \(people.joined(separator: " ")) at \(line.address), \(line.result)\(detail)"
        }
    }

    fileprivate func allRecords() throws -> [AuditRecord] { try audit(AuditQuestion(limit: 5000)) }
}
