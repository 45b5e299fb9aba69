// SPDX-License-Identifier: Apache-2.0

/// Signs that a secret was typed or copied and not drawn (RFC 8725 §3.5).
///
/// None of them befalls random bytes, be they raw, in hexadecimal or in base64; a secret without them may still be a
/// bad one.
enum SecretWeakness {
    /// What is wrong with `secret`, as the end of a sentence; nil where nothing is seen.
    static func of(_ secret: [UInt8]) -> String? {
        if isKeyText(secret) { return "is the text of another key, which others may have" }
        if let period = period(of: secret) {
            return period == 1 ? "is one byte repeated" : "repeats the same \(period) bytes"
        }
        if isSequence(secret) { return "is a plain sequence" }
        // 32 random digits have fewer than six different ones once in ten million draws, wider alphabets never.
        let distinct = Set(secret).count
        return distinct < 6 ? "has only \(distinct) different bytes" : nil
    }

    /// Whether the secret is a key in PEM or a JWK, as it is where a public key was given for a secret: then everybody
    /// could sign.
    private static func isKeyText(_ secret: [UInt8]) -> Bool {
        let text = String(decoding: secret, as: UTF8.self)
        return text.contains("-----BEGIN ") || text.contains("\"kty\"")
    }

    /// The length of the piece of which `secret` is made, where that is at most half of the 32 bytes asked for.
    private static func period(of secret: [UInt8]) -> Int? {
        (1...16).first { period in
            secret.indices.dropFirst(period).allSatisfy { secret[$0] == secret[$0 - period] }
        }
    }

    private static func isSequence(_ secret: [UInt8]) -> Bool {
        guard secret.count > 1 else { return true }
        let step = secret[1] &- secret[0]
        return secret.indices.dropFirst().allSatisfy { secret[$0] &- secret[$0 - 1] == step }
    }
}
