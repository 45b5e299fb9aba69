// SPDX-License-Identifier: Apache-2.0

/// Why a key is refused, in sentences for the operator who has to change it; none of them shows the secret.
public enum KeyError: Error, Sendable, Equatable {
    /// The secret has too few bytes to withstand guessing.
    case secretTooShort(count: Int)
    /// The secret is long enough, yet plainly not random.
    case weakSecret(String)
    /// The key's name cannot be a `kid` of ours.
    case invalidID(String)
    /// Two keys of the ring have the same name.
    case duplicateID(String)
    /// Two names stand for one key.
    case sameKey(String, String)
    /// The key is one that was retired, under another name.
    case retired(String, as: String)
    /// OpenSSL does not compute with this key.
    case unusable(Algorithm)
    /// The key has no private half, or is not meant to sign.
    case cannotSign(id: String)

    /// The key is no JSON object.
    case notAnObject
    /// A member that such a key needs is not there.
    case missingMember(String)
    /// A member is not what it must be; the second text says what that is.
    case invalidMember(String, mustBe: String)
    /// The `kty` is none of ``KeyType``.
    case unknownKeyType(String)
    /// The `alg` is none of ``Algorithm``.
    case unknownAlgorithm(String, for: KeyType)
    /// The `crv` is none of ``Curve``, or none of the key's type.
    case unknownCurve(String)
    /// The algorithm computes with another type of key, or on another curve.
    case wrongAlgorithm(Algorithm, for: KeyType, Curve?)
    /// The `use` or the `key_ops` do not let the key do what it is for.
    case forbiddenUse(String)

    /// The modulus is too short to withstand factoring, or too long to compute with.
    case modulusSize(bits: Int)
    /// The public exponent is even, below 65537, or over 64 bits.
    case publicExponent
    /// The modulus is no product of two primes.
    case modulus
    /// The public point does not lie on the curve.
    case notOnCurve(Curve)
    /// The public point is one of the few for which anybody can sign.
    case smallOrder
    /// The private half does not belong to the public one.
    case mismatchedHalves
    /// The text is no key in PEM that can be read.
    case invalidPEM
}
