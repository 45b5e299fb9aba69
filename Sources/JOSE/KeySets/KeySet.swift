// SPDX-License-Identifier: Apache-2.0

/// The keys of an issuer as a file holds them: a JWK set (RFC 7517 §5) in which each key has a `status`.
///
/// A set is a value: an operation gives another set, whose ``serialized()`` bytes its owner writes where nobody else
/// can read them.
public struct KeySet: Sendable {
    /// The keys, in the order of the file.
    public let entries: [Entry]

    /// The current key, which signs.
    public let signing: Key

    /// The members that the set has beside `keys`.
    let others: [JSON.Member]

    /// A set of keys of which exactly one is current, at most one is next, and no two have the same name or are the
    /// same.
    init(_ entries: [Entry], others: [JSON.Member] = []) throws(KeySetError) {
        let current = entries.filter { $0.status == .current }
        guard let signing = current.first?.key else { throw .noCurrent }
        guard current.count == 1 else { throw .severalOf(.current, current.map(\.id)) }
        let next = entries.filter { $0.status == .next }
        guard next.count <= 1 else { throw .severalOf(.next, next.map(\.id)) }
        try Self.refuseTwins(entries)
        self.entries = entries
        self.signing = signing
        self.others = others
    }

    private static func refuseTwins(_ entries: [Entry]) throws(KeySetError) {
        var ids: Set<String> = []
        var former: [String: Entry] = [:]
        for entry in entries {
            guard ids.insert(entry.id).inserted else { throw .key(entry.id, .duplicateID(entry.id)) }
            guard let fingerprint = entry.fingerprint else { continue }
            // A key under two names would have two algorithms, or live on under the other when one is retired.
            guard let other = former.updateValue(entry, forKey: fingerprint) else { continue }
            guard [entry.status, other.status] == [.retired, .retired] else { throw .sameKey(other.id, entry.id) }
        }
    }
}

extension KeySet {
    /// What a key of a set is there for.
    public enum Status: String, Sendable, CaseIterable {
        /// Will sign after the next rotation, and verifies already: it is published early, so that everybody who keeps
        /// the public keys for a while has it by then.
        case next
        /// Signs and verifies.
        case current
        /// Verifies what it signed before.
        case verifying
        /// Does neither; its name stays taken.
        case retired
    }

    /// The public halves of the keys that verify, as a JWK set in UTF-8; secrets are not in it.
    public var publicJWKSet: [UInt8] { entries.compactMap(\.key).publicJWKSet }
}
