// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension Configuration {
    /// The keys that sign and verify at this moment.
    func keyRing() throws -> KeyRing {
        try (watchedKeys() ?? settledKeys()).inUse.ring
    }

    /// The keys of the key file, beside which the secret or the key pair goes on verifying; nil where no file is
    /// chosen.
    ///
    /// - Throws: ``KeyFileFailure``; `KeyError` for the secret.
    func watchedKeys(observe: @escaping @Sendable (WatchedKeys.Event) -> Void = { _ in }) throws -> WatchedKeys? {
        guard let path = try optional(Settings.keysFile) else { return nil }
        return try WatchedKeys(KeyFile(path: path), beside: singleKey(), observe: observe)
    }

    /// The secret, or the key pair, alone.
    ///
    /// It verifies tokens without a `kid` too: Flask-JWT-Extended writes none.
    func settledKeys() throws -> any Keychain {
        guard let key = try singleKey() else {
            let algorithm = try value(Settings.algorithm)
            throw missing(algorithm.keyType == .oct ? Settings.secretKey : Settings.privateKey)
        }
        return KeysInUse(try KeyRing(signing: key, unnamed: key))
    }

    /// The one key that `JWT_ALGORITHM` is for: the secret, or with an algorithm that has key pairs the pair.
    private func singleKey() throws -> Key? {
        let algorithm = try value(Settings.algorithm)
        guard algorithm.keyType == .oct else { return try keyPair(algorithm) }
        return try optional(Settings.secretKey).map { try Key.secret($0, algorithm: algorithm) }
    }
}
