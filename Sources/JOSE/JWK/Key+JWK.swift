// SPDX-License-Identifier: Apache-2.0

extension Key {
    /// The key that a JWK spells (RFC 7517, RFC 7518 §6, RFC 8037): a secret, a key pair or a public key.
    ///
    /// It has to say its `alg`. Without a `kid` its name is the thumbprint (RFC 7638), or for a secret the name that
    /// ``secret(_:algorithm:id:)`` derives. Members that are unknown are ignored.
    ///
    /// - Throws: ``KeyError`` for whatever is missing, malformed, too weak, or does not fit together.
    public static func jwk(_ value: JSON) throws(KeyError) -> Key {
        let jwk = try JWK(value)
        let algorithm = try jwk.algorithm()
        let id = try jwk.optionalText("kid")
        if let id, !KeyID.isValid(id) { throw .invalidID(id) }
        guard algorithm.keyType != .oct else {
            let canSign = try jwk.maySign(isPrivate: true)
            return try secret(jwk.octets("k"), algorithm, id: id, canSign: canSign)
        }
        // A part of a private half is a private half that is not whole.
        let isPrivate = algorithm.keyType.privateMembers.contains(where: jwk.has)
        let canSign = try jwk.maySign(isPrivate: isPrivate)
        let key = try jwk.key(algorithm, isPrivate: isPrivate)
        let publicMembers = jwk.members(named: algorithm.keyType.publicMembers)
        return try pair(
            key, algorithm, id: id, isPrivate: isPrivate, canSign: canSign, publicMembers: publicMembers)
    }

    private static func pair(
        _ key: PKey, _ algorithm: Algorithm, id: String?, isPrivate: Bool, canSign: Bool, publicMembers: [JSON.Member]
    ) throws(KeyError) -> Key {
        guard let material = KeyMaterial(key, algorithm, isPrivate: isPrivate) else { throw .unusable(algorithm) }
        if isPrivate { try prove(material) }
        let thumbprint = Thumbprint.of(publicMembers)
        return Key(
            id: id ?? thumbprint, algorithm: algorithm, canSign: canSign, material: material, fingerprint: thumbprint,
            publicMembers: publicMembers)
    }

    /// Signs something that is no token, which has a dot, and verifies it: the halves belong together where that holds.
    private static func prove(_ material: KeyMaterial) throws(KeyError) {
        let probe = Array("gatehouse key check".utf8)
        guard let signature = material.signature(over: probe.span), material.verifies(signature, over: probe.span)
        else { throw .mismatchedHalves }
    }
}

extension JWK {
    fileprivate func key(_ algorithm: Algorithm, isPrivate: Bool) throws(KeyError) -> PKey {
        switch algorithm.curve {
        case .ed25519: try ed25519Key(isPrivate: isPrivate)
        case let curve?: try ecKey(on: curve, isPrivate: isPrivate)
        case nil: try rsaKey(isPrivate: isPrivate)
        }
    }
}

extension KeyType {
    /// The members that make a public key, which are those of its thumbprint, in the order of RFC 7638 §3.2.
    var publicMembers: [String] {
        switch self {
        case .oct: []
        case .rsa: ["e", "kty", "n"]
        case .ec: ["crv", "kty", "x", "y"]
        case .okp: ["crv", "kty", "x"]
        }
    }

    /// The members that nobody else may see.
    var privateMembers: [String] {
        switch self {
        case .oct: ["k"]
        case .rsa: ["d", "p", "q", "dp", "dq", "qi", "oth"]
        case .ec, .okp: ["d"]
        }
    }
}
