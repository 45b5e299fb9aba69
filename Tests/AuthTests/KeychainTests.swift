// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import SQLiteStorage
import Synchronization
import TestSupport
import Testing

@Suite("Keys that change while they are in use")
struct KeychainTests {
    private let directory: TemporaryDirectory
    private let keychain: Switchable
    private let authority: Authority
    private let old: Key
    private let new: Key

    init() throws {
        directory = try TemporaryDirectory()
        old = try Key.secret(Array("0123456789abcdef0123456789ABCDEF".utf8), id: "old")
        new = try Key.secret(Array("fedcba9876543210FEDCBA9876543210".utf8), id: "new")
        keychain = Switchable(try KeyRing(signing: old))
        authority = Authority(
            store: try SQLiteStore(path: directory.file("test.db")), keychain: keychain,
            hasher: PasswordHasher(.bcrypt(cost: 4), slots: 4, queue: 64),
            limits: LimitPolicy(login: [], register: [], loginFailures: []), clock: { 1_800_000_000 })
        _ = try authority.register(username: "alice", password: Self.password, from: Client(address: "192.0.2.1"))
    }

    private static let password = "Correct1horse"

    private func login() throws -> TokenPair {
        try authority.login(username: "alice", password: Self.password, from: Client(address: "192.0.2.1"))
    }

    @Test("a token that was found good is refused from the moment in which its key is gone")
    func retired() throws {
        let pair = try login()
        for _ in 1...3 { #expect(try authority.admit(access: pair.access).user.name == "alice") }
        keychain.use(try KeyRing(signing: new))
        #expect(throws: Denial.tokenInvalid(.unknownKey)) { try authority.admit(access: pair.access) }
        #expect(throws: Denial.tokenInvalid(.unknownKey)) { try authority.admit(refresh: pair.refresh) }
    }

    @Test("a key that no longer signs verifies what it signed, and what follows has the other's name")
    func rotated() throws {
        let before = try login()
        keychain.use(try KeyRing(signing: new, verifying: [old]))
        let after = try login()
        for token in [before.access, after.access, before.access] {
            #expect(try authority.admit(access: token).user.name == "alice")
        }
        let header = try UnverifiedToken(after.access).header
        #expect(header.first { $0.name == "kid" }?.value == "new")
        let renewed = try authority.refresh(
            authority.admit(refresh: before.refresh), from: Client(address: "192.0.2.1"))
        #expect(try authority.admit(access: renewed.access).user.name == "alice")
    }

    @Test("where others take over nothing is remembered, and what was counted goes on")
    func counted() throws {
        let pair = try login()
        for _ in 1...3 { _ = try authority.admit(access: pair.access) }
        let former = keychain.inUse
        #expect((former.memory.count, former.memory.hits, former.memory.misses) == (1, 2, 1))
        let memory = KeysInUse(try KeyRing(signing: new, verifying: [old]), after: former).memory
        #expect((memory.count, memory.hits, memory.misses) == (0, 2, 1))
    }

    @Test("what is amiss with them is told; of keys that never change nothing is")
    func complaints() throws {
        #expect(authority.complaints == ["a complaint"])
        #expect(KeysInUse(try KeyRing(signing: new)).complaint == nil)
    }
}

/// Keys that a test changes.
private final class Switchable: Keychain {
    private let keys: Mutex<KeysInUse>
    let complaint: String? = "a complaint"

    init(_ ring: KeyRing) { keys = Mutex(KeysInUse(ring)) }

    var inUse: KeysInUse { keys.withLock { $0 } }

    func use(_ ring: KeyRing) { keys.withLock { $0 = KeysInUse(ring) } }
}
