// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A key pair, or the public half of one, in OpenSSL's hands, which wipes it when it is given back.
///
/// Sendable although it holds a pointer: nothing here changes the key once it is made, and OpenSSL lets threads share
/// one that does not change.
final class PKey: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over a key.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(pointer) }

    /// The key that has these parts; nil where OpenSSL sees none in them, such as for a point off its curve.
    convenience init?(_ type: String, isPrivate: Bool, _ parts: [Parameters.Item]) {
        guard let parameters = Parameters(parts), let context = EVP_PKEY_CTX_new_from_name(nil, type, nil) else {
            return nil
        }
        defer { EVP_PKEY_CTX_free(context) }
        let publicParts = OSSL_KEYMGMT_SELECT_ALL_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
        let selection = isPrivate ? publicParts | OSSL_KEYMGMT_SELECT_PRIVATE_KEY : publicParts
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1,
            EVP_PKEY_fromdata(context, &key, Int32(selection), parameters.pointer) == 1, let key
        else {
            ERR_clear_error()
            return nil
        }
        self.init(key)
    }

    /// The private key of Ed25519 that is derived from `seed`.
    convenience init?(ed25519Seed seed: [UInt8]) {
        guard let key = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count) else { return nil }
        self.init(key)
    }

    /// The public key of Ed25519 that `point` encodes.
    convenience init?(ed25519Point point: [UInt8]) {
        guard let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, point, point.count) else { return nil }
        self.init(key)
    }

    /// Whether OpenSSL finds nothing wrong with the public half.
    var isValidPublicKey: Bool {
        let context = EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil)
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_public_check(context) == 1 else {
            ERR_clear_error()
            return false
        }
        return true
    }
}

extension PKey {
    /// A number of the key, under OpenSSL's name for it; nil where the key has none.
    func number(_ name: String) -> [UInt8]? {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(pointer, name, &number) == 1, let number else {
            ERR_clear_error()
            return nil
        }
        defer { BN_clear_free(number) }
        var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
        BN_bn2bin(number, &bytes)
        return bytes
    }

    /// The 32 bytes of an Ed25519 key's public point.
    var ed25519Point: [UInt8]? { raw(EVP_PKEY_get_raw_public_key) }

    /// The 32 bytes from which an Ed25519 key's private half is derived; nil where there is none.
    var ed25519Seed: [UInt8]? { raw(EVP_PKEY_get_raw_private_key) }

    private func raw(
        _ read: (OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?) -> Int32
    ) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        guard read(pointer, &bytes, &count) == 1, count == bytes.count else {
            ERR_clear_error()
            return nil
        }
        return bytes
    }
}
