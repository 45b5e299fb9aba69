// SPDX-License-Identifier: Apache-2.0

import JOSE
import Synchronization

/// Tokens that were found good, so that a token that is shown again is not verified again.
///
/// What is remembered follows from the token's bytes and the keys alone: that the signature and the claims are good, and
/// until when. Whether its session is alive and who holds it is asked of the store at every request, so nothing that is
/// revoked lives on in here.
final class VerifiedTokens: Sendable {
    private struct Entry {
        let claims: Claims
        let validity: Range<NumericDate>
    }

    /// Two generations: when the young one is full it becomes the old one, and what was not asked for again is gone.
    private struct Memory {
        var young: [String: Entry] = [:]
        var old: [String: Entry] = [:]

        mutating func keep(_ entry: Entry, of token: String, _ capacity: Int) {
            if young.count >= capacity {
                old = young
                young = [:]
            }
            young[token] = entry
        }
    }

    private let memory = Mutex(Memory())
    private let capacity: Int

    /// A memory of at most twice `capacity` tokens.
    init(capacity: Int = 2048) {
        self.capacity = capacity
    }

    /// The claims of the token: remembered ones where they still hold at `now`, else those that `verify` finds good.
    ///
    /// - Throws: what `verify` throws; a token that is refused is not remembered.
    func claims(
        of token: String, at now: NumericDate, leeway: Int64, verify: () throws(TokenError) -> Claims
    ) throws(TokenError) -> Claims {
        if let entry = recall(token), entry.validity.contains(now) { return entry.claims }
        let claims = try verify()
        // A clock that steps back before this moment has the token verified again: `nbf` may lie between.
        let end = claims.expiration.map { $0.addingReportingOverflow(leeway) }
        let last = end.map { $0.overflow ? .max : $0.partialValue } ?? .max
        if now < last { remember(token, Entry(claims: claims, validity: now..<last)) }
        return claims
    }

    private func recall(_ token: String) -> Entry? {
        memory.withLock { memory in
            if let entry = memory.young[token] { return entry }
            guard let entry = memory.old[token] else { return nil }
            memory.keep(entry, of: token, capacity)
            return entry
        }
    }

    private func remember(_ token: String, _ entry: Entry) {
        memory.withLock { $0.keep(entry, of: token, capacity) }
    }
}
