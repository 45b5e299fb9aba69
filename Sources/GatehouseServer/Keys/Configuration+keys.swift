// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension Configuration {
    /// The keys that sign and verify at this moment.
    func keyRing() throws -> KeyRing {
        try (watchedKeys() ?? secretKeys()).inUse.ring
    }

    /// The keys of the key file, beside which the secret goes on verifying; nil where no file is chosen.
    ///
    /// - Throws: ``KeyFileFailure``; `KeyError` for the secret.
    func watchedKeys(observe: @escaping @Sendable (WatchedKeys.Event) -> Void = { _ in }) throws -> WatchedKeys? {
        guard let path = try optional(Settings.keysFile) else { return nil }
        let secret = try optional(Settings.secretKey) == nil ? nil : try secretKey()
        return try WatchedKeys(KeyFile(path: path), beside: secret, observe: observe)
    }

    /// The secret alone.
    ///
    /// It verifies tokens without a `kid` too: Flask-JWT-Extended writes none.
    func secretKeys() throws -> any Keychain {
        let key = try secretKey()
        return KeysInUse(try KeyRing(signing: key, unnamed: key))
    }

    private func secretKey() throws -> Key {
        try Key.secret(value(Settings.secretKey), algorithm: value(Settings.algorithm))
    }
}
