// SPDX-License-Identifier: Apache-2.0

extension JWK {
    /// The type, the algorithm and the curve, once they agree; the algorithm has to be there, since a key of RSA would
    /// otherwise be good for six (RFC 8725 §3.1).
    func algorithm() throws(KeyError) -> Algorithm {
        let name = try text("kty")
        guard let type = KeyType.allCases.first(where: { $0.rawValue.isSpelled(name) }) else {
            throw .unknownKeyType(name)
        }
        let algorithmName = try text("alg")
        guard let algorithm = Algorithm(name: algorithmName) else {
            throw .unknownAlgorithm(algorithmName, for: type)
        }
        let curve = try curve(of: type)
        guard algorithm.keyType == type, algorithm.curve == curve else {
            throw .wrongAlgorithm(algorithm, for: type, curve)
        }
        return algorithm
    }

    private func curve(of type: KeyType) throws(KeyError) -> Curve? {
        guard type == .ec || type == .okp else { return nil }
        let name = try text("crv")
        let known = Curve.allCases.first { $0.rawValue.isSpelled(name) && ($0 == .ed25519) == (type == .okp) }
        guard let known else { throw .unknownCurve(name) }
        return known
    }

    /// Whether the key may sign, once it is found that it may verify (RFC 7517 §4.2, §4.3).
    ///
    /// A private half that may sign need not say that the public one, which everybody can derive, may verify.
    func maySign(isPrivate: Bool) throws(KeyError) -> Bool {
        let use = try optionalText("use")
        guard use == nil || use?.isSpelled("sig") == true else {
            throw .forbiddenUse("has use \(use?.debugDescription ?? "") instead of \"sig\"")
        }
        guard let operations = try operations() else { return isPrivate }
        let signs = isPrivate && operations.contains("sign")
        let isSecret = members["kty"]?.string == KeyType.oct.rawValue
        guard operations.contains("verify") || signs && !isSecret else {
            throw .forbiddenUse("lists neither \"verify\" nor, for a private half, \"sign\" in its key_ops")
        }
        return signs
    }

    private func operations() throws(KeyError) -> Set<String>? {
        guard let value = members["key_ops"] else { return nil }
        let names = value.array?.compactMap(\.string) ?? []
        guard names.count == value.array?.count, Set(names).count == names.count else {
            throw .invalidMember("key_ops", mustBe: "a list of different strings")
        }
        return Set(names)
    }
}
