// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Bytes that only those can read, or make, who have some material, such as a token of which a digest is kept.
///
/// They are sealed with AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA256 (RFC 5869) derives from the material
/// and a label; the label keeps what is sealed for one purpose from being opened for another. The material has to be
/// unguessable, 128 random bits or more: it is not stretched, as a password would have to be.
public enum Sealed {
    private static let nonceSize = 12
    private static let tagSize = 16

    /// A nonce, the ciphertext and a tag: 28 bytes more than `bytes`, and different ones each time.
    public static func seal(
        _ bytes: some Collection<UInt8>, under material: some Collection<UInt8>, label: String
    ) -> [UInt8] {
        let nonce = secureRandomBytes(nonceSize)
        let sealed = Cipher(key: key(from: material, label), nonce: nonce)?.encrypt(Array(bytes), tagSize: tagSize)
        // What was not sealed must not be stored. Without memory the process cannot go on.
        guard let sealed else { preconditionFailure("OpenSSL could not compute AES-256-GCM") }
        return nonce + sealed
    }

    /// The bytes that were sealed; nil where they were sealed under another material or label, or altered.
    public static func open(
        _ sealed: some Collection<UInt8>, under material: some Collection<UInt8>, label: String
    ) -> [UInt8]? {
        let sealed = Array(sealed)
        guard sealed.count >= nonceSize + tagSize else { return nil }
        let nonce = Array(sealed.prefix(nonceSize))
        let ciphertext = Array(sealed[nonceSize..<sealed.count - tagSize])
        return Cipher(key: key(from: material, label), nonce: nonce)?
            .decrypt(ciphertext, tag: Array(sealed.suffix(tagSize)))
    }

    /// The 32 bytes that HKDF-SHA256 gives without a salt, with the label as `info`.
    static func key(from material: some Collection<UInt8>, _ label: String) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: 32)
        let parameters = Parameters([
            ("digest", .text("SHA256")), ("key", .octets(Array(material))), ("info", .octets(Array(label.utf8))),
        ])
        let function = EVP_KDF_fetch(nil, "HKDF", nil)
        defer { EVP_KDF_free(function) }
        let context = EVP_KDF_CTX_new(function)
        defer { EVP_KDF_CTX_free(context) }
        let done = EVP_KDF_derive(context, &key, key.count, parameters?.pointer)
        precondition(parameters != nil && done == 1, "OpenSSL could not compute HKDF")
        return key
    }
}
