// SPDX-License-Identifier: Apache-2.0

/// Why a key set is refused, or cannot be changed like this, in sentences for the operator; none shows a secret.
public enum KeySetError: Error, Sendable, Equatable {
    /// The bytes are no JSON that is accepted here.
    case invalidJSON(JSONError)
    /// The document is no object with a list `keys`.
    case notASet
    /// The key of that name, or at that place, is refused by itself.
    case key(String, KeyError)
    /// The `status` of the key is missing or unknown.
    case invalidStatus(String)
    /// Two names stand for one key.
    case sameKey(String, String)
    /// No key signs.
    case noCurrent
    /// Several keys have a status that only one can have.
    case severalOf(KeySet.Status, [String])
    /// There is no next key, so none can follow the current one.
    case noNext
    /// There is a next key already.
    case hasNext(String)
    /// The key signs, so it cannot be retired.
    case isCurrent(String)
    /// No key has the name.
    case unknownID(String)
}

extension KeySetError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .invalidJSON(let error): "The key set is not strict JSON (\(error)): correct it there."
        case .notASet: "The key set must be an object with a list \"keys\" (RFC 7517): generate one."
        case .key(let name, let error): "Key \(name.debugDescription): \(error)"
        case .invalidStatus(let name):
            "Key \(name.debugDescription): the member status must be \"next\", \"current\", \"verifying\" or "
                + "\"retired\": add the one that holds."
        case .sameKey(let one, let other):
            "The keys \(one.debugDescription) and \(other.debugDescription) are the same: remove one of them."
        case .noCurrent: "No key has the status \"current\": give it to the one that shall sign."
        case .severalOf(let status, let names):
            "The keys \(names.map(\.debugDescription).joined(separator: ", ")) have the status "
                + "\"\(status.rawValue)\", which one alone can have: make the others \"verifying\" or \"retired\"."
        case .noNext: "There is no next key to rotate to: generate one, and rotate once everybody can know it."
        case .hasNext(let id):
            "The key \(id.debugDescription) is next already: rotate to it, or retire it first."
        case .isCurrent(let id): "The key \(id.debugDescription) signs: rotate, and retire it then."
        case .unknownID(let id): "No key has the ID \(id.debugDescription): list the keys to see what there is."
        }
    }
}
