// SPDX-License-Identifier: Apache-2.0

import Auth
import TestSupport
import Testing

@Suite("Accounts and what becomes of their tokens")
struct AccountTests {
    let house: Fixture

    init() throws {
        house = try Fixture()
        try house.register()
    }

    @Test(
        "a name in another case or another normal form is taken",
        arguments: [
            "Alice", "ALICE", " alice ", "ａlice", "\u{24d0}lice", "\u{1d2c}lice", "\u{1d400}lice", "\u{24b6}LICE",
            "a\u{2113}ice",
        ])
    func taken(_ name: String) {
        #expect(throws: Denial.usernameTaken) { try house.register(name) }
    }

    @Test("a name with the selector of emoji is that without")
    func selectors() throws {
        try house.register("ab❤\u{fe0f}")
        #expect(throws: Denial.usernameTaken) { try house.register("ab❤") }
    }

    @Test("what is a name's key is its own key, whatever letters it has")
    func keys() throws {
        for value in UInt32(0)...0x10ffff {
            guard let scalar = Unicode.Scalar(value), let name = try? Username("ab\(Character(scalar))") else {
                continue
            }
            guard let again = try? Username(name.key) else { continue }
            if again.key != name.key { Issue.record("U+\(String(value, radix: 16)): \(name.key), \(again.key)") }
        }
    }

    @Test("a name's case does not matter at login, and the token says it as it was registered")
    func caseless() throws {
        let grant = try house.authority.admit(access: house.login("ALICE").access)
        #expect(grant.user.name == "alice")
    }

    @Test("a wrong name and a wrong password are denied alike")
    func wrong() throws {
        for (name, password) in [("alice", "Wrong1horse"), ("nobody", Fixture.password), ("x", Fixture.password)] {
            #expect(throws: Denial.invalidCredentials) {
                try house.authority.login(username: name, password: password, from: .init(address: "192.0.2.1"))
            }
        }
    }

    @Test("J58: a disabled user's tokens are revoked and the login is answered as a wrong password is")
    func disabled() throws {
        let pair = try house.login()
        let user = try house.authority.admit(access: pair.access).user
        _ = try house.store.setDisabled(user.id, to: true, at: house.now)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: pair.access) }
        #expect(throws: Denial.tokenRevoked) { try house.refresh(pair.refresh) }
        #expect(throws: Denial.invalidCredentials) { try house.login() }
        _ = try house.store.setDisabled(user.id, to: false, at: house.now)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: pair.access) }
        _ = try house.login()
    }

    @Test("J58: a later user of the same name gets nothing from the tokens of the former")
    func reborn() throws {
        let pair = try house.login()
        let user = try house.authority.admit(access: pair.access).user
        _ = try house.store.delete(user.id)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: pair.access) }
        let second = try house.register()
        #expect(second.id > user.id)
        #expect(throws: Denial.tokenRevoked) { try house.authority.admit(access: pair.access) }
        #expect(throws: Denial.tokenRevoked) { try house.refresh(pair.refresh) }
    }

    @Test("J59: roles are those of the database now, not those of the token", arguments: [true, false])
    func roles(_ isDemoted: Bool) throws {
        _ = try house.store.setRoles(of: house.register("admin1").id, to: ["admin"])
        let user = try house.authority.admit(access: house.login().access).user
        let (former, later) = isDemoted ? (["admin", "user"], ["user"]) : (["user"], ["admin", "user"])
        _ = try house.store.setRoles(of: user.id, to: former)
        let token = try house.login().access
        _ = try house.store.setRoles(of: user.id, to: later)
        #expect(try house.authority.admit(access: token).user.roles == later)
        #expect(try house.authority.admit(access: token).claims.roles == former)
    }

    @Test("a hash of another cost or method is replaced at the next login, each time that another is chosen")
    func rehashed() throws {
        #expect(try storedHash().hasPrefix("$2b$04$"))
        let schemes: [(HashingScheme, String)] = [
            (.bcrypt(cost: 5), "$2b$05$"), (.bcrypt(cost: 4), "$2b$04$"), (.yescrypt, "$y$j9T$"),
            (HashingScheme(.yescrypt, cost: 1), "$y$j75$"), (.bcrypt(cost: 4), "$2b$04$"),
        ]
        for (scheme, beginning) in schemes {
            let authority = authority(hashingBy: scheme)
            let pair = try authority.login(username: "alice", password: Fixture.password, from: Fixture.client)
            let hash = try storedHash()
            #expect(hash.hasPrefix(beginning))
            _ = try authority.admit(access: pair.access)
            #expect(throws: Denial.invalidCredentials) {
                try authority.login(username: "alice", password: "Wrong1horse", from: Fixture.client)
            }
            _ = try authority.login(username: "alice", password: Fixture.password, from: Fixture.client)
            #expect(try storedHash() == hash)
        }
    }

    private func authority(hashingBy scheme: HashingScheme) -> Authority {
        Authority(
            store: house.store, keys: house.keys, hasher: PasswordHasher(scheme, slots: 1, queue: 1),
            limits: .unlimited, clock: { [house] in house.now })
    }

    private func storedHash() throws -> String {
        try #require(try house.store.credentials(for: Username("alice"))?.passwordHash)
    }

    @Test("logins that race for the first hash of a higher cost all succeed")
    func racingRehash() throws {
        let dearer = Authority(
            store: house.store, keys: house.keys, hasher: PasswordHasher(.bcrypt(cost: 5), slots: 8, queue: 64),
            limits: .unlimited, clock: { [house] in house.now })
        let outcomes = concurrently(16) {
            denial { try dearer.login(username: "alice", password: Fixture.password, from: Client(address: "a")) }
        }
        #expect(outcomes.allSatisfy { $0 == nil })
    }

    @Test("registration can be closed")
    func closed() throws {
        let house = try Fixture(limits: LimitPolicy(login: [], register: [], isRegistrationOpen: false))
        #expect(throws: Denial.registrationClosed) { try house.register() }
    }

    static let nameRules: [(String, Violation?)] = [
        ("ab", .usernameLength), ("abc", nil), ("  ab  ", .usernameLength), ("", .usernameLength),
        (String(repeating: "a", count: 80), nil), (String(repeating: "a", count: 81), .usernameLength),
        (String(repeating: "é", count: 80), nil), ("👩‍👩‍👧", nil), ("😀😀😀", nil), ("😀😀", .usernameLength),
        ("e\u{301}e\u{301}", .usernameLength), ("a\u{0}bc", .usernameCharacters), ("a\nbc", .usernameCharacters),
        ("a\u{7f}bc", .usernameCharacters), ("a\u{202e}bc", .usernameCharacters), ("a\u{85}bc", .usernameCharacters),
        ("abc\n", nil), ("żółć", nil), ("a\u{200b}bc", .usernameCharacters), ("a\u{ad}bc", .usernameCharacters),
        ("\u{feff}abc", .usernameCharacters), ("a\u{200d}bc", .usernameCharacters), ("❤️‍🔥ab", nil),
        ("a\u{e000}bc", .usernameCharacters), ("a\u{378}bc", .usernameCharacters),
        ("1\u{fe0f}abc", .usernameCharacters), ("ab\u{2800}c", .usernameCharacters),
        ("abc\u{2800}", .usernameCharacters),
        ("a\u{200a}bc", .usernameCharacters), ("a\u{a0}bc", .usernameCharacters), ("\u{a0}abc\u{3000}", nil),
        ("a\u{1d159}bc", .usernameCharacters), ("a b c", nil),
    ]

    @Test("a name is trimmed, in NFC, counted in code points, and holds nothing hidden", arguments: nameRules)
    func names(_ name: String, _ violation: Violation?) {
        #expect(denial { try house.register(name) } == violation.map(Denial.invalid))
    }

    static let passwordRules: [(String, Violation?)] = [
        ("Short1abc", .passwordTooShort), ("Longer1abc", nil), ("longer1abc", .passwordWithoutUppercase),
        ("LongerAabc", .passwordWithoutDigit), ("Ünicode1abc", nil), ("Ab1😀😀😀😀😀😀😀", nil),
        ("A1" + String(repeating: "x", count: 69), nil), ("A1" + String(repeating: "x", count: 70), nil),
        ("A1" + String(repeating: "x", count: 71), .passwordTooLong),
        ("Longer1\u{0}abc", .passwordWithNUL),
    ]

    @Test("a password has its length, its letters and its bytes", arguments: passwordRules)
    func passwords(_ password: String, _ violation: Violation?) {
        let client = Client(address: "192.0.2.1")
        let outcome = denial { try house.authority.register(username: "bertha", password: password, from: client) }
        #expect(outcome == violation.map(Denial.invalid))
    }
}

/// The denial that `work` meets, nil where it meets none.
private func denial(_ work: () throws -> some Any) -> Denial? {
    do {
        _ = try work()
        return nil
    } catch {
        return error as? Denial
    }
}
