// SPDX-License-Identifier: Apache-2.0

import JOSE

/// Where the rules find their keys, which may be others from one request to the next.
public protocol Keychain: Sendable {
    /// The keys that hold at this moment.
    var inUse: KeysInUse { get }

    /// Why the keys in use may not be those that are wanted, for an operator to read; nil where nothing is amiss.
    var complaint: String? { get }
}

/// A ring of keys with the tokens that were found good by it.
///
/// The two are one value: where another ring takes over, nothing that was found good by the former is remembered.
public final class KeysInUse: Keychain {
    /// The keys.
    public let ring: KeyRing

    let verified: VerifiedTokens

    /// A ring by which no token was verified yet; by itself it is a keychain whose keys stay what they are.
    ///
    /// Where it takes over from others, uses of the memory are counted on from theirs.
    public init(_ ring: KeyRing, after former: KeysInUse? = nil) {
        self.ring = ring
        verified = former.map { VerifiedTokens(after: $0.verified.uses) } ?? VerifiedTokens()
    }

    /// How many tokens are remembered, and how often that was of use.
    public var memory: TokenMemory { verified.state }

    /// These keys.
    public var inUse: KeysInUse { self }

    /// Nothing: what never changes never fails to.
    public var complaint: String? { nil }
}
