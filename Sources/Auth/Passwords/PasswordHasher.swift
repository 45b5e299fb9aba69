// SPDX-License-Identifier: Apache-2.0

import JOSE

/// Makes and checks the hashes of passwords, in a bounded number of slots.
///
/// Hashes are made by one scheme; those of another method or cost are known as well, and get the present scheme when
/// their owner next logs in, be it dearer or cheaper: what a hash costs is the operator's choice and not its maker's.
///
/// A check takes the same time whatever the reason for which it fails, so that nobody learns by the clock which names
/// exist. What remains until that login: a hash that is dearer than those of today takes longer, and one of the other
/// method takes about as long.
public struct PasswordHasher: Sendable {
    private let scheme: HashingScheme
    let slots: HashingSlots
    private let random: @Sendable (Int) -> [UInt8]
    private let fallback: String

    /// A hasher that makes hashes of the given scheme.
    ///
    /// - Parameters:
    ///   - scheme: the method and its cost.
    ///   - slots: how many passwords are hashed at once.
    ///   - queue: how many callers may wait for a slot.
    ///   - patience: how long one may wait.
    ///   - random: so many unpredictable bytes, for salts.
    public init(
        _ scheme: HashingScheme, slots: Int, queue: Int, patience: Duration = .seconds(5),
        random: @escaping @Sendable (Int) -> [UInt8] = { secureRandomBytes($0) }
    ) {
        precondition(slots > 0 && queue >= 0, "a hasher needs a slot")
        self.scheme = scheme
        self.slots = HashingSlots(count: slots, queue: queue, patience: patience)
        self.random = random
        fallback = scheme.setting(salt: random(Self.saltLength))
    }

    /// A hash of a password that somebody has chosen.
    ///
    /// - Throws: ``HashingBusy``, ``HashingFailed``.
    public func hash(_ password: Password) throws -> String {
        try rehash(password.text)
    }

    /// A hash of the present scheme for a password that has just proved right, whatever the rules say of it today.
    ///
    /// - Throws: ``HashingBusy``, ``HashingFailed``.
    public func rehash(_ password: String) throws -> String {
        let setting = scheme.setting(salt: random(Self.saltLength))
        return try slots.withBuffer { try $0.hash(password, setting) }
    }

    /// Tries a password against a stored hash, nil where there is no such user; of an account that is shut none is
    /// right.
    ///
    /// - Throws: ``HashingBusy``, ``HashingFailed``; then nothing is known of the password.
    public func verify(_ password: String, against hash: String?, isShut: Bool = false) throws -> PasswordCheck {
        let stored = hash.flatMap(PasswordHash.init)
        return try slots.withBuffer { buffer in
            guard Self.isWhole(password), let stored else {
                try spend(like: stored, with: buffer)
                return .wrong
            }
            let made = try buffer.hash(password, stored.text)
            if constantTimeEquals(stored.digest(of: made), stored.digest(of: stored.text)), !isShut {
                return .right(outdated: stored.scheme != scheme || !stored.isOfPresentPrefix)
            }
            try topUp(from: stored.scheme, with: buffer)
            return .wrong
        }
    }

    /// Whether bcrypt would read all of the password: what is not whole is nobody's password, whatever the method, so
    /// that any hash can be made anew by either.
    ///
    /// It stops at NUL and after 72 bytes, and libcrypt refuses to read what is far longer.
    private static func isWhole(_ password: String) -> Bool {
        (1...Password.maximumBytes).contains(password.utf8.count) && !password.utf8.contains(0)
    }

    /// The work of a check that fails, where nothing can be compared.
    private func spend(like stored: PasswordHash?, with buffer: CryptBuffer) throws {
        _ = try buffer.hash("", stored?.text ?? fallback)
        try topUp(from: stored?.scheme ?? scheme, with: buffer)
    }

    /// Adds to a check of a lower effort what it lacks of the present one: 2^e + 2^e + 2^(e+1) + … = 2^present.
    private func topUp(from lower: HashingScheme, with buffer: CryptBuffer) throws {
        guard lower.effort < scheme.effort else { return }
        for effort in lower.effort..<scheme.effort {
            _ = try buffer.hash("", scheme.of(effort: effort).setting(salt: random(Self.saltLength)))
        }
    }

    /// In bytes, for either method.
    private static let saltLength = 16
}
