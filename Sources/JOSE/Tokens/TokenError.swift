// SPDX-License-Identifier: Apache-2.0

/// Why a token is refused: precise for the log, too precise for the client.
public enum TokenError: Error, Sendable, Equatable {
    /// The token is no compact JWS with a header and a payload of strict JSON; the text says what is amiss.
    case malformed(String)
    /// The header's `alg` is missing, or is not the one of the key.
    case algorithm
    /// The `kid` names no key, or there is none and no key for unnamed tokens either.
    case unknownKey
    /// The signature was not made with the key over these bytes.
    case signature
    /// The claim of that name is missing, or is not what it must be.
    case claim(String)
    /// The `iss` is none that is accepted.
    case issuer
    /// The `aud` has none that is accepted.
    case audience
    /// The `nbf` or the `iat` lies in the future.
    case notYetValid
    /// The `exp` has come; nothing else is wrong with the token.
    case expired
}

extension TokenError: CustomStringConvertible {
    /// The reason, as a line of a log has it; it shows nothing that the token's sender has written.
    public var description: String {
        switch self {
        case .malformed(let reason): "malformed: \(reason)"
        case .algorithm: "the algorithm is not the key's"
        case .unknownKey: "no key has this kid"
        case .signature: "the signature does not match"
        case .claim(let name): "the claim \(name) is missing or invalid"
        case .issuer: "the issuer is not accepted"
        case .audience: "the audience is not accepted"
        case .notYetValid: "not yet valid"
        case .expired: "expired"
        }
    }
}
