// SPDX-License-Identifier: Apache-2.0

import COpenSSL

extension JWK {
    /// The members of a new key, without `kid` and `alg`.
    ///
    /// A secret is as long as its hash (RFC 7518 §3.2); a modulus has 3072 bits, which are as hard as 128.
    static func generated(for algorithm: Algorithm) throws(KeyError) -> [JSON.Member] {
        guard algorithm.keyType != .oct else {
            return [JSON.Member("kty", "oct"), member("k", secureRandomBytes(algorithm.codeSize))]
        }
        guard let key = PKey(generatedFor: algorithm), let members = members(of: key) else {
            throw .unusable(algorithm)
        }
        return members
    }
}

extension Algorithm {
    fileprivate var codeSize: Int {
        switch self {
        case .hs384: 48
        case .hs512: 64
        default: 32
        }
    }
}

extension PKey {
    fileprivate convenience init?(generatedFor algorithm: Algorithm) {
        let type = algorithm.keyType == .okp ? "ED25519" : algorithm.keyType.rawValue
        guard let context = EVP_PKEY_CTX_new_from_name(nil, type, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_keygen_init(context) == 1, Self.set(algorithm, in: context) else { return nil }
        var key: OpaquePointer?
        guard EVP_PKEY_generate(context, &key) == 1, let key else { return nil }
        self.init(key)
    }

    private static func set(_ algorithm: Algorithm, in context: OpaquePointer) -> Bool {
        switch algorithm.keyType {
        case .rsa: EVP_PKEY_CTX_set_rsa_keygen_bits(context, 3072) == 1
        case .ec: EVP_PKEY_CTX_set_group_name(context, algorithm.curve?.rawValue) == 1
        case .oct, .okp: true
        }
    }
}
