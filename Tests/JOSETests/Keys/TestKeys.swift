// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

/// A key for each algorithm, and another of the same kind.
enum TestKeys {
    /// The private JWK, with `alg` and `kid`.
    static func jwk(_ algorithm: Algorithm, isOther: Bool = false, id: String = "main") throws -> JSON {
        let members = try #require(JSON(parsing: published(algorithm, isOther: isOther).utf8).members)
        return .object(
            members + [JSON.Member("alg", .string(algorithm.rawValue)), JSON.Member("kid", .string(id))])
    }

    static func key(_ algorithm: Algorithm, isOther: Bool = false, id: String = "main") throws -> Key {
        try Key.jwk(jwk(algorithm, isOther: isOther, id: id))
    }

    /// The public half alone; of a secret there is none.
    static func publicKey(_ algorithm: Algorithm, isOther: Bool = false, id: String = "main") throws -> Key {
        try Key.jwk(#require(key(algorithm, isOther: isOther, id: id).publicJWK))
    }

    /// The keys made once, since reading one of RSA takes a while.
    static let main = Result { try table(isOther: false) }
    static let other = Result { try table(isOther: true) }

    static func main(_ algorithm: Algorithm) throws -> Key { try #require(main.get()[algorithm]) }

    static func other(_ algorithm: Algorithm) throws -> Key { try #require(other.get()[algorithm]) }

    private static func table(isOther: Bool) throws -> [Algorithm: Key] {
        let keys = try Algorithm.allCases.map { ($0, try key($0, isOther: isOther)) }
        return Dictionary(uniqueKeysWithValues: keys)
    }

    private static let secret = Forge.secret + Forge.otherSecret

    private static func published(_ algorithm: Algorithm, isOther: Bool) -> String {
        switch algorithm.curve {
        case .p256: isOther ? PublishedKeys.otherP256 : PublishedKeys.p256
        case .p384: isOther ? PublishedKeys.otherP384 : PublishedKeys.p384
        case .ed25519: isOther ? PublishedKeys.otherEd25519 : PublishedKeys.ed25519
        case nil where algorithm.keyType == .rsa: isOther ? PublishedKeys.otherRSA : PublishedKeys.rsa
        case nil: #"{"kty":"oct","k":"\#(Base64URL.encode(isOther ? secret.reversed() : secret))"}"#
        }
    }
}

extension JSON {
    /// The object with a member set, or removed where the value is nil.
    func with(_ name: String, _ value: JSON?) -> JSON {
        let others = (members ?? []).filter { $0.name != name }
        return .object(others + (value.map { [Member(name, $0)] } ?? []))
    }

    var text: String { String(decoding: serialized(), as: UTF8.self) }
}

extension Key {
    func signed(_ input: [UInt8]) throws -> [UInt8] {
        let signature = material.signature(over: input.span)
        return try #require(signature)
    }

    func accepts(_ signature: some Collection<UInt8>, over input: [UInt8]) -> Bool {
        material.verifies(Array(signature), over: input.span)
    }
}
