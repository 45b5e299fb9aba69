// SPDX-License-Identifier: Apache-2.0

import JOSE

/// The rules: who may come in, with what, for how long.
///
/// It decides by what is in the store, so any number of threads and processes decide alike.
public struct Authority: Sendable {
    /// What must be remembered.
    public let store: any Store

    let keychain: any Keychain
    let hasher: PasswordHasher
    let tokens: TokenPolicy
    let limits: LimitPolicy
    let clock: @Sendable () -> NumericDate
    let random: @Sendable (Int) -> [UInt8]
    let refusals = RecentNotes()

    /// Rules over a store.
    ///
    /// - Parameters:
    ///   - store: what must be remembered.
    ///   - keychain: what tokens are signed and verified with; asked anew for each of them.
    ///   - hasher: what passwords are hashed with.
    ///   - tokens: how tokens are made and which are accepted.
    ///   - limits: how often what may be tried.
    ///   - clock: the time of day in whole seconds.
    ///   - random: so many unpredictable bytes, for names of sessions and tokens.
    public init(
        store: any Store, keychain: any Keychain, hasher: PasswordHasher,
        tokens: TokenPolicy = TokenPolicy(), limits: LimitPolicy = LimitPolicy(),
        clock: @escaping @Sendable () -> NumericDate,
        random: @escaping @Sendable (Int) -> [UInt8] = { secureRandomBytes($0) }
    ) {
        self.store = store
        self.keychain = keychain
        self.hasher = hasher
        self.tokens = tokens
        self.limits = limits
        self.clock = clock
        self.random = random
    }
}
