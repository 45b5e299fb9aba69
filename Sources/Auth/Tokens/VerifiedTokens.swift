// SPDX-License-Identifier: Apache-2.0

import JOSE
import Synchronization

/// Tokens that were found good, so that a token that is shown again is not verified again.
///
/// What is remembered follows from the token's bytes and the keys alone: that the signature and the claims are good, and
/// until when. So it belongs to one ring of keys and goes with it. Whether its session is alive and who holds it is asked
/// of the store at every request, so nothing that is revoked lives on in here.
final class VerifiedTokens: Sendable {
    /// What was found, and of how many bytes the token is.
    ///
    /// Two strings are equal in Swift that are canonically equivalent, as `K` and the sign of the kelvin are. What is
    /// equivalent to ASCII and is none is longer in UTF-8: so of equal strings the length tells that they are the same.
    private struct Entry {
        let token: VerifiedToken
        let length: Int
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

    /// What the token says: as it is remembered where that still holds at `now`, else as `verify` finds it good.
    ///
    /// - Throws: what `verify` throws; a token that is refused is not remembered.
    func token(
        _ text: String, at now: NumericDate, leeway: Int64, verify: () throws(TokenError) -> VerifiedToken
    ) throws(TokenError) -> VerifiedToken {
        let length = text.utf8.count
        if let entry = recall(text), entry.length == length, entry.validity.contains(now) { return entry.token }
        let token = try verify()
        // A clock that steps back before this moment has the token verified again: `nbf` may lie between.
        let end = token.claims.expiration.map { $0.addingReportingOverflow(leeway) }
        let last = end.map { $0.overflow ? .max : $0.partialValue } ?? .max
        if now < last { remember(text, Entry(token: token, length: length, validity: now..<last)) }
        return token
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
