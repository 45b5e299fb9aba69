// SPDX-License-Identifier: Apache-2.0

/// The name that a key has by itself (RFC 7638): the digest of the members without which it would be another.
enum Thumbprint {
    /// The thumbprint, from the required members in the order of their names.
    static func of(_ members: [JSON.Member]) -> String {
        Base64URL.encode(sha256(JSON.object(members).serialized()))
    }
}

extension Key {
    /// The SHA-256 thumbprint of the public half (RFC 7638), in base64url; nil for a secret.
    public var thumbprint: String? { publicMembers.isEmpty ? nil : Thumbprint.of(publicMembers) }

    /// The public half as a JWK with its `kid`, `alg` and `use`; nil for a secret, which has none.
    public var publicJWK: JSON? {
        guard !publicMembers.isEmpty else { return nil }
        let purpose: [JSON.Member] = [
            JSON.Member("kid", .string(id)), JSON.Member("alg", .string(algorithm.rawValue)),
            JSON.Member("use", "sig"),
        ]
        return .object(purpose + publicMembers)
    }
}

extension [Key] {
    /// The JWK set (RFC 7517 §5) of the public halves, in UTF-8: what everybody may have who verifies tokens.
    var publicJWKSet: [UInt8] {
        JSON.object([JSON.Member("keys", .array(compactMap(\.publicJWK)))]).serialized()
    }
}
