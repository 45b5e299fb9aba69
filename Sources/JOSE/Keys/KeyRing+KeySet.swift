// SPDX-License-Identifier: Apache-2.0

extension KeyRing {
    /// The ring of a key set: its current key signs, its next, current and verifying keys verify, and others beside
    /// them, such as the secret that signed before there was a set.
    ///
    /// - Parameters:
    ///   - set: The key set.
    ///   - verifying: Further keys that verify.
    ///   - unnamed: The key for tokens without a `kid`.
    /// - Throws: ``KeyError/duplicateID(_:)`` where two keys have the same name, be it that of a retired one, and
    ///   ``KeyError/retired(_:as:)`` where one is a retired key under another name: what is retired must not come in
    ///   through another door. What ``init(signing:verifying:unnamed:)`` throws.
    public init(_ set: KeySet, verifying: [Key] = [], unnamed: Key? = nil) throws(KeyError) {
        let retired = set.entries.filter { $0.status == .retired }
        for key in verifying + [unnamed].compactMap(\.self) {
            guard !retired.contains(where: { $0.id == key.id }) else { throw .duplicateID(key.id) }
            if let entry = retired.first(where: { $0.fingerprint == key.fingerprint }) {
                throw .retired(key.id, as: entry.id)
            }
        }
        let others = set.entries.compactMap { $0.status == .current ? nil : $0.key }
        try self.init(signing: set.signing, verifying: others + verifying, unnamed: unnamed)
    }
}
