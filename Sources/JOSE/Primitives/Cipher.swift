// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// One use of AES-256-GCM: a key with a nonce encrypts, or decrypts, one message.
final class Cipher {
    private let context: OpaquePointer
    private let key: [UInt8]
    private let nonce: [UInt8]

    init?(key: [UInt8], nonce: [UInt8]) {
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        self.context = context
        self.key = key
        self.nonce = nonce
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// The ciphertext and the tag; nil where OpenSSL failed.
    func encrypt(_ bytes: [UInt8], tagSize: Int) -> [UInt8]? {
        guard EVP_EncryptInit_ex2(context, EVP_aes_256_gcm(), key, nonce, nil) == 1 else { return nil }
        var output = [UInt8](repeating: 0, count: bytes.count)
        var (count, rest): (Int32, Int32) = (0, 0)
        var tag = [UInt8](repeating: 0, count: tagSize)
        guard EVP_EncryptUpdate(context, &output, &count, bytes, Int32(bytes.count)) == 1, Int(count) == bytes.count,
            EVP_EncryptFinal_ex(context, &tag, &rest) == 1, rest == 0,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagSize), &tag) == 1
        else { return nil }
        return output + tag
    }

    /// The bytes, once the tag is found to be theirs; nil where it is not.
    func decrypt(_ ciphertext: [UInt8], tag: [UInt8]) -> [UInt8]? {
        guard EVP_DecryptInit_ex2(context, EVP_aes_256_gcm(), key, nonce, nil) == 1 else { return nil }
        var output = [UInt8](repeating: 0, count: ciphertext.count)
        var (count, rest): (Int32, Int32) = (0, 0)
        var (tag, end) = (tag, [UInt8](repeating: 0, count: 16))
        guard EVP_DecryptUpdate(context, &output, &count, ciphertext, Int32(ciphertext.count)) == 1,
            Int(count) == ciphertext.count,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1,
            EVP_DecryptFinal_ex(context, &end, &rest) == 1, rest == 0
        else {
            ERR_clear_error()
            return nil
        }
        return output
    }
}
