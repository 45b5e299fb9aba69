// SPDX-License-Identifier: Apache-2.0

import CCrypt
import JOSE

/// Makes and checks the hashes of passwords, bcrypt of one cost, in a bounded number of slots.
///
/// A check takes the same time whatever the reason for which it fails, so that nobody learns by the clock which names
/// exist. What remains: a hash that is costlier than the present cost takes longer, until its owner next logs in. Then
/// it gets the present cost, be that higher or lower: what a hash costs is the operator's choice and not its maker's.
public struct PasswordHasher: Sendable {
    private let cost: Int
    let slots: HashingSlots
    private let random: @Sendable (Int) -> [UInt8]
    private let fallback: String

    /// The costs that can be chosen: the binary logarithm of the number of rounds.
    public static let costs = BcryptHash.costs

    /// A hasher of the given cost.
    ///
    /// - Parameters:
    ///   - cost: one of ``costs``; each step doubles the work, 12 is about a quarter of a second.
    ///   - slots: how many passwords are hashed at once.
    ///   - queue: how many callers may wait for a slot.
    ///   - patience: how long one may wait.
    ///   - random: so many unpredictable bytes, for salts.
    public init(
        cost: Int, slots: Int, queue: Int, patience: Duration = .seconds(5),
        random: @escaping @Sendable (Int) -> [UInt8] = { secureRandomBytes($0) }
    ) {
        precondition(Self.costs.contains(cost) && slots > 0 && queue >= 0, "a hasher needs a cost and a slot")
        self.cost = cost
        self.slots = HashingSlots(count: slots, queue: queue, patience: patience)
        self.random = random
        fallback = Self.setting(cost: cost, salt: random(16))
    }

    /// A hash of a password that somebody has chosen.
    ///
    /// - Throws: ``HashingBusy``, ``HashingFailed``.
    public func hash(_ password: Password) throws -> String {
        try rehash(password.text)
    }

    /// A hash of the present cost for a password that has just proved right, whatever the rules say of it today.
    ///
    /// - Throws: ``HashingBusy``, ``HashingFailed``.
    public func rehash(_ password: String) throws -> String {
        let setting = Self.setting(cost: cost, salt: random(16))
        return try slots.withBench { try $0.hash(password, setting) }
    }

    /// Tries a password against a stored hash, nil where there is no such user.
    ///
    /// - Throws: ``HashingBusy``, ``HashingFailed``; then nothing is known of the password.
    public func verify(_ password: String, against hash: String?) throws -> PasswordCheck {
        let stored = hash.flatMap(BcryptHash.init)
        return try slots.withBench { bench in
            guard Self.isWhole(password), let stored else {
                try spend(like: stored, at: bench)
                return .wrong
            }
            let made = try bench.hash(password, stored.text)
            if constantTimeEquals(BcryptHash.digest(of: made), BcryptHash.digest(of: stored.text)) {
                return .right(outdated: stored.cost != cost || stored.prefix != BcryptHash.presentPrefix)
            }
            try topUp(from: stored.cost, at: bench)
            return .wrong
        }
    }

    /// Whether bcrypt would read all of the password: what is not whole is nobody's password.
    ///
    /// It stops at NUL and after 72 bytes, and libcrypt refuses to read what is far longer.
    private static func isWhole(_ password: String) -> Bool {
        (1...Password.maximumBytes).contains(password.utf8.count) && !password.utf8.contains(0)
    }

    /// The work of a check that fails, where nothing can be compared.
    private func spend(like stored: BcryptHash?, at bench: HashingBench) throws {
        _ = try bench.hash("", stored?.text ?? fallback)
        try topUp(from: stored?.cost ?? cost, at: bench)
    }

    /// Adds to a check of a lower cost what it lacks of the present one: 2^c + 2^c + 2^(c+1) + … = 2^cost rounds.
    private func topUp(from lower: Int, at bench: HashingBench) throws {
        guard lower < cost else { return }
        for step in lower..<cost { _ = try bench.hash("", Self.setting(cost: step, salt: random(16))) }
    }

    private static func setting(cost: Int, salt: [UInt8]) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CRYPT_GENSALT_OUTPUT_SIZE)) { output in
            let made = salt.withUnsafeBytes { bytes in
                crypt_gensalt_rn(
                    BcryptHash.presentPrefix, UInt(cost), bytes.bindMemory(to: CChar.self).baseAddress,
                    Int32(bytes.count), output.baseAddress, Int32(output.count))
            }
            // Fails for too few bytes or a cost that does not exist, which is a mistake in this program.
            guard let made else { preconditionFailure("crypt_gensalt_rn refused 16 bytes and cost \(cost)") }
            return String(cString: made)
        }
    }
}
