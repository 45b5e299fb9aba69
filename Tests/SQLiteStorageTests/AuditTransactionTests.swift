// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import SQLiteStorage
import TestSupport
import Testing

@Suite("A deed and its line are one transaction")
struct AuditTransactionTests {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let user: User

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file())
        try store.setRole("keeper", to: ["doors:open"])
        user = try store.made(roles: ["keeper", "user"])
        try store.opened("s", for: user)
        _ = try store.spend("first", for: "second")
        _ = try store.charge(
            [RateCharge(scope: "login", subject: "x", limit: RateLimit(attempts: 1, seconds: 60))], at: 1)
        // From now on no line can be written.
        try DatabaseQueue(path: folder.file()).writeWithoutTransaction { db in
            try db.execute(
                sql: "CREATE TRIGGER refusal BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no lines'); END")
        }
    }

    static let deeds: [(name: String, deed: @Sendable (SQLiteStore, User) throws -> Void)] = [
        ("add", { store, _ in try store.add(Username("bob"), passwordHash: "h", roles: [], at: 1) }),
        ("password", { try $0.setPassword(of: $1.id, from: nil, to: "new", keeping: nil, at: 1) }),
        ("roles", { try $0.setRoles(of: $1.id, to: ["admin"]) }),
        ("disable", { try $0.setDisabled($1.id, to: true, at: 1) }),
        ("delete", { try $0.delete($1.id) }),
        (
            "amend",
            { store, user in
                let amendment = try UserAmendment(roles: [], isDisabled: true)
                _ = try store.amend(user.id, amendment, by: .console("root"), at: 1)
            }
        ),
        ("role", { store, _ in try store.setRole("user", to: ["a:b"]) }),
        ("another role", { store, _ in try store.setRole("editor") }),
        ("delete role", { store, _ in try store.deleteRole("keeper", evenIfHeld: true) }),
        ("login", { try $0.opened("t", for: $1) }),
        ("logout", { store, _ in try store.end("s", at: 1) }),
        ("revoke", { try $0.endSessions(of: $1.id, keeping: nil, at: 1) }),
        ("replay", { store, _ in _ = try store.spend("first", for: "x") }),
        ("lift", { store, _ in try store.lift("x") }),
        ("purge", { store, _ in try store.purge(at: 5000, margin: 0, limit: 9) }),
        (
            "import",
            { store, _ in
                let hash = "$2b$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZabcde"
                let newcomer = try ImportedUser(name: "bob", passwordHash: hash)
                _ = try store.add(all: [newcomer], isRehearsal: false, by: .console("root"), at: 1)
            }
        ),
    ]

    @Test("where the line cannot be written nothing is done", arguments: deeds.map(\.name))
    func atomic(_ name: String) throws {
        let deed = try #require(Self.deeds.first { $0.name == name }?.deed)
        #expect(throws: StorageError.self) { try deed(store, user) }
        #expect(try store.user(of: "s") == user)
        #expect(try store.user(of: "t") == nil)
        #expect(try store.users(after: 0, limit: 10) == [user])
        #expect(try store.roles().map(\.name) == ["admin", "keeper", "user"])
        #expect(try store.roles().map(\.permissions) == [["*"], ["doors:open"], []])
        #expect(try store.credentials(for: Username("alice"))?.passwordHash == "hash")
        #expect(try store.exhausted(at: 2).count == 1)
        #expect(try store.spend("second", for: "third") == .renewed(user))
    }

    @Test("questions and merges are answered by the indexes")
    func plans() throws {
        let merged = "(result IN ('failed', 'limited') OR action = 'purge') AND action = 'login' AND result = 'failed'"
        let conditions = [
            ("\(merged) AND at > 1 AND at <= 2", "audit_merged"), ("at < 5 ORDER BY at", "audit_by_time"),
            ("subject_key = 'a' OR (actor_key = 'a' AND actor_key IS NOT subject_key)", "audit_by_subject"),
            ("subject_key = 'a' OR (actor_key = 'a' AND actor_key IS NOT subject_key)", "audit_by_actor"),
        ]
        try DatabaseQueue(path: folder.file()).read { db in
            for (condition, index) in conditions {
                let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN SELECT id FROM audit WHERE \(condition)")
                #expect(plan.contains { ($0["detail"] as String).contains(index) }, "\(condition): \(plan)")
            }
        }
    }

    @Test("windows that have ended, or are void, are found by the indexes")
    func windowPlans() throws {
        try DatabaseQueue(path: folder.file()).read { db in
            for condition in ["ends_at <= 5 ORDER BY ends_at", "ends_at - seconds > 5"] {
                let plan = try Row.fetchAll(
                    db,
                    sql: """
                        EXPLAIN QUERY PLAN DELETE FROM rate_windows WHERE (subject, scope, attempts, seconds) IN
                            (SELECT subject, scope, attempts, seconds FROM rate_windows WHERE \(condition) LIMIT 9)
                        """)
                #expect(!plan.contains { ($0["detail"] as String).hasPrefix("SCAN") }, "\(condition): \(plan)")
            }
        }
    }
}
