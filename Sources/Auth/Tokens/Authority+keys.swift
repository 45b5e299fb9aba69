// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// Rules over a store, with keys that stay what they are.
    public init(
        store: any Store, keys: KeyRing, hasher: PasswordHasher,
        tokens: TokenPolicy = TokenPolicy(), limits: LimitPolicy = LimitPolicy(),
        clock: @escaping @Sendable () -> NumericDate,
        random: @escaping @Sendable (Int) -> [UInt8] = { secureRandomBytes($0) }
    ) {
        self.init(
            store: store, keychain: KeysInUse(keys), hasher: hasher, tokens: tokens, limits: limits, clock: clock,
            random: random)
    }

    /// The keys that hold at this moment; whoever verifies takes them together with their memory.
    var keys: KeyRing { keychain.inUse.ring }

    /// The public keys as a JWK set (RFC 7517 §5) in UTF-8, for others to verify tokens with; no secret is in it.
    public var publicJWKSet: [UInt8] { keys.publicJWKSet }

    /// What is amiss although requests are answered, a sentence each, for an operator to read.
    public var complaints: [String] { [keychain.complaint].compactMap(\.self) }
}
