// SPDX-License-Identifier: Apache-2.0

import JOSE
import Synchronization

/// Tokens that were found good, so that a token that is shown again is not verified again.
///
/// What is remembered follows from the token's bytes and the keys alone: that the signature and the claims are good,
/// and until when. So it belongs to one ring of keys and goes with it. Who holds the token is remembered beside that,
/// and counts as long as the store says at every request that nothing has changed; so nothing that is revoked lives on
/// in here.
final class VerifiedTokens: Sendable {
    /// A token to be looked up.
    ///
    /// Two strings are equal in Swift that are canonically equivalent, as `K` and the sign of the kelvin are. What is
    /// equivalent to ASCII and is none is longer in UTF-8: so of equal strings the length tells that they are the same.
    private struct Spelling: Hashable {
        let text: String

        static func == (one: Spelling, other: Spelling) -> Bool {
            one.text.utf8.count == other.text.utf8.count && one.text == other.text
        }

        /// The end of a signature is as good as random, and nobody but the owner of the key can make one: only tokens
        /// that were found good are ever stored.
        func hash(into hasher: inout Hasher) {
            let end = text.utf8.withContiguousStorageIfAvailable { bytes in
                bytes.suffix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            }
            hasher.combine(end)
        }
    }

    /// Two generations: when the young one is full it becomes the old one, and what was not asked for again is gone.
    private struct Memory {
        var young: [Spelling: KnownToken] = [:]
        var old: [Spelling: KnownToken] = [:]
        var uses: Uses

        mutating func recall(_ spelling: Spelling, _ capacity: Int) -> KnownToken? {
            if let known = young[spelling] { return known }
            guard let known = old.removeValue(forKey: spelling) else { return nil }
            keep(known, spelling, capacity)
            return known
        }

        mutating func keep(_ known: KnownToken, _ spelling: Spelling, _ capacity: Int) {
            if young.count >= capacity {
                old = young
                young = [:]
            }
            young[spelling] = known
        }
    }

    private let memory: Mutex<Memory>
    private let capacity: Int

    /// How often a token was remembered, and how often not.
    struct Uses: Sendable {
        var hits = 0
        var misses = 0
    }

    /// A memory of at most twice `capacity` tokens, which goes on counting from what another has counted.
    init(capacity: Int = 2048, after former: Uses = Uses()) {
        self.capacity = capacity
        memory = Mutex(Memory(uses: former))
    }

    /// How often it was of use.
    var uses: Uses { memory.withLock { $0.uses } }

    /// How full it is and how often it was of use.
    var state: TokenMemory {
        memory.withLock { memory in
            TokenMemory(
                count: memory.young.count + memory.old.count, capacity: 2 * capacity, hits: memory.uses.hits,
                misses: memory.uses.misses)
        }
    }

    /// The token as it is remembered where that still holds at `now`, else as `verify` finds it good.
    ///
    /// - Throws: what `verify` throws; a token that is refused is not remembered.
    func token(
        _ text: String, at now: NumericDate, leeway: Int64, verify: () throws(TokenError) -> VerifiedToken
    ) throws(TokenError) -> KnownToken {
        let spelling = Spelling(text: text)
        if let known = recall(spelling, at: now) { return known }
        let token = try verify()
        // A clock that steps back before this moment has the token verified again: `nbf` may lie between.
        let end = token.claims.expiration.map { $0.addingReportingOverflow(leeway) }
        let last = end.map { $0.overflow ? .max : $0.partialValue } ?? .max
        let known = KnownToken(token, validity: now..<max(now, last))
        if now < last { memory.withLock { $0.keep(known, spelling, capacity) } }
        return known
    }

    /// Counts as well: the lock is held anyway.
    private func recall(_ spelling: Spelling, at now: NumericDate) -> KnownToken? {
        memory.withLock { memory in
            guard let known = memory.recall(spelling, capacity), known.validity.contains(now) else {
                memory.uses.misses += 1
                return nil
            }
            memory.uses.hits += 1
            return known
        }
    }
}
