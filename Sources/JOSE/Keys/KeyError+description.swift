// SPDX-License-Identifier: Apache-2.0

extension KeyError: CustomStringConvertible {
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
        case .sameKey(let one, let other):
            "The keys \(one.debugDescription) and \(other.debugDescription) are the same: remove one of them."
        case .retired(let id, let name):
            "The key \(id.debugDescription) is \(name.debugDescription), which was retired: take it away, too."
        case .unusable(let algorithm):
            "OpenSSL does not compute \(algorithm.rawValue): check that its configuration (openssl.cnf) allows it."
        case .cannotSign(let id):
            "The key \(id.debugDescription) cannot sign: give its private half, with \"sign\" in any key_ops."
        default: jwkDescription ?? numbersDescription
        }
    }

    /// What is wrong with the members of a JWK; nil where it is something else.
    private var jwkDescription: String? {
        switch self {
        case .notAnObject:
            "The key must be a JSON object with the members of a JWK (RFC 7517)."
        case .missingMember(let name):
            "The member \(name) is missing: add it, or export the whole key again."
        case .invalidMember(let name, let rule):
            "The member \(name) must be \(rule): export the key again."
        case .unknownKeyType(let name):
            "The kty \(name.debugDescription) is unknown: it must be \(Self.list(KeyType.allCases.map(\.rawValue)))."
        case .unknownAlgorithm(let name, let type):
            "The alg \(name.debugDescription) is unknown: with kty \(type.rawValue) it must be "
                + "\(Self.list(type.algorithms.map(\.rawValue)))."
        case .unknownCurve(let name):
            "The crv \(name.debugDescription) is unknown: it must be P-256 or P-384 with kty EC, Ed25519 with kty OKP."
        case .wrongAlgorithm(let algorithm, let type, let curve):
            Self.sentence(on: algorithm, with: type, curve)
        case .forbiddenUse(let reason):
            "The key \(reason): let it sign or verify, or use another key."
        default: nil
        }
    }

    /// What is wrong with the numbers that a key is.
    private var numbersDescription: String {
        switch self {
        case .modulusSize(let bits):
            "The RSA key has \(bits) bits and needs 2048 to 8192: make one of 3072 bits."
        case .publicExponent:
            "The RSA key's public exponent must be odd, at least 65537 and at most 64 bits long: make another key."
        case .modulus: "The RSA key's modulus is no product of two large primes: make another key."
        case .notOnCurve(let curve): "The public point does not lie on \(curve.rawValue): export the key again."
        case .smallOrder: "The public point has a small order, so anybody could sign for it: make another key."
        case .mismatchedHalves: "The private half does not belong to the public one: export the key again."
        default:
            "The text is no key in PEM without a password: give a PRIVATE KEY, RSA PRIVATE KEY, EC PRIVATE KEY, "
                + "PUBLIC KEY or RSA PUBLIC KEY on a curve or of a type that is known here, and nothing else."
        }
    }

    private static func sentence(on algorithm: Algorithm, with type: KeyType, _ curve: Curve?) -> String {
        let key = curve.map { "a key on \($0.rawValue)" } ?? "a key of kty \(type.rawValue)"
        let allowed = type.algorithms.filter { curve == nil || $0.curve == curve }.map(\.rawValue)
        return "The algorithm \(algorithm.rawValue) does not compute with \(key): choose \(list(allowed))."
    }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}
