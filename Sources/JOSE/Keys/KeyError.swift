// SPDX-License-Identifier: Apache-2.0

/// Why a key is refused, in sentences for the operator who has to change it; none of them shows the secret.
public enum KeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The secret has too few bytes to withstand guessing.
    case secretTooShort(count: Int)
    /// The secret is long enough, yet plainly not random.
    case weakSecret(String)
    /// The key's name cannot be a `kid` of ours.
    case invalidID(String)
    /// Two keys of the ring have the same name.
    case duplicateID(String)
    /// OpenSSL does not compute with this key.
    case unusable(Algorithm)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .secretTooShort(let count):
            "The secret has \(count) bytes and needs at least 32: make one with `openssl rand -hex 32`."
        case .weakSecret(let reason):
            "The secret \(reason), so it can be guessed: make one with `openssl rand -hex 32`."
        case .invalidID(let id):
            "The key ID \(id.debugDescription) must be 1 to 64 of A-Z, a-z, 0-9, '-' and '_': rename the key."
        case .duplicateID(let id):
            "The key ID \(id.debugDescription) is given twice: remove one of the two keys, or rename it."
        case .unusable(let algorithm):
            "OpenSSL does not compute \(algorithm.rawValue): check that its configuration (openssl.cnf) allows it."
        }
    }
}
