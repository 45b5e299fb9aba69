// SPDX-License-Identifier: Apache-2.0

import Basics

/// A hash that a password may be tried against, in the notation of crypt(5).
///
/// libcrypt also takes DES and MD5 for hashes, and answers what it does not know with text; so what reaches it is
/// read here first, to the last character.
struct PasswordHash: Sendable {
    /// The method, and what a check costs.
    let scheme: HashingScheme

    /// The hash as it is stored; libcrypt takes what it needs of it as the setting.
    let text: String

    /// Whether it begins as those do that are made today.
    let isOfPresentPrefix: Bool

    /// Reads a hash, or nil where it is none that may be tried.
    init?(_ text: String) {
        guard let hash = Self.bcrypt(text) ?? Self.yescrypt(text) else { return nil }
        self = hash
    }

    init(_ scheme: HashingScheme, _ text: String) {
        self.scheme = scheme
        self.text = text
        isOfPresentPrefix = text.hasPrefix(scheme.method.prefix)
    }

    /// What two hashes of one setting differ in; the salt before it may have several spellings of the same bytes.
    func digest(of hash: String) -> [UInt8] {
        switch scheme.method {
        case .bcrypt: Array(hash.utf8.suffix(Self.bcryptDigestLength))
        case .yescrypt: Array(hash.utf8.suffix(Self.yescryptDigestLength))
        }
    }

    /// Whether the characters are of crypt(5)'s alphabet of 64, which is `A-Za-z0-9./` for either method.
    static func isInAlphabet(_ characters: some Sequence<UInt8>) -> Bool {
        characters.allSatisfy { $0.isAlphanumeric(or: "./") }
    }
}
