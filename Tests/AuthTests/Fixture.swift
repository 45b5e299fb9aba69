// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import JOSE
import SQLiteStorage
import Synchronization
import TestSupport

/// An authority over a database of its own, with a clock that is set by hand.
final class Fixture: Sendable {
    let authority: Authority
    let store: SQLiteStore
    let keys: KeyRing
    private let time: TestClock
    private let directory: TemporaryDirectory

    init(
        limits: LimitPolicy = .unlimited, tokens: TokenPolicy = TokenPolicy(), cost: Int = 4,
        algorithm: Algorithm = .hs256
    ) throws {
        directory = try TemporaryDirectory()
        store = try SQLiteStore(path: directory.file("test.db"))
        keys = try KeyRing(KeySet.generate(algorithm, at: 0))
        let time = TestClock()
        self.time = time
        authority = Authority(
            store: store, keys: keys, hasher: PasswordHasher(.bcrypt(cost: cost), slots: 4, queue: 64),
            tokens: tokens, limits: limits, clock: { time.now })
    }

    var now: NumericDate {
        get { time.now }
        set { time.set(newValue) }
    }

    func advance(_ seconds: Int64) { time.set(time.now + seconds) }

    /// The user of that name, who is registered with the password that every test uses.
    @discardableResult
    func register(_ name: String = "alice") throws -> User {
        try authority.register(username: name, password: Self.password, from: Self.client)
    }

    func login(_ name: String = "alice", from address: String = "192.0.2.1") throws -> TokenPair {
        try authority.login(username: name, password: Self.password, from: Client(address: address))
    }

    /// Tries to log in without a name; returns what is left of the tightest limit.
    @discardableResult
    func attempt(from address: String = "192.0.2.1") throws -> Allowance? {
        try authority.limiting(.login, of: Client(address: address)) {}.left
    }

    /// The same house with another hasher and other limits.
    func authority(_ hasher: PasswordHasher, _ limits: LimitPolicy) -> Authority {
        Authority(store: store, keys: keys, hasher: hasher, limits: limits, clock: { [time] in time.now })
    }

    func refresh(_ token: String) throws -> TokenPair {
        try authority.refresh(authority.admit(refresh: token), from: Self.client)
    }

    static let client = Client(address: "192.0.2.1")
    static let password = "Correct1horse"
}

/// The time of day, as a test says it is.
private final class TestClock: Sendable {
    private let seconds = Mutex<NumericDate>(1_800_000_000)
    var now: NumericDate { seconds.withLock { $0 } }
    func set(_ value: NumericDate) { seconds.withLock { $0 = value } }
}

extension LimitPolicy {
    static let unlimited = LimitPolicy(login: [], register: [], loginFailures: [])
}
