// SPDX-License-Identifier: Apache-2.0

import COpenSSL

extension JWK {
    /// The members of a key that OpenSSL holds: the private half too, where there is one.
    ///
    /// Nil where the key is of a type, or on a curve, that is not known here.
    static func members(of key: PKey) -> [JSON.Member]? {
        if EVP_PKEY_is_a(key.pointer, "RSA") == 1 { return rsaMembers(of: key) }
        if EVP_PKEY_is_a(key.pointer, "EC") == 1 { return ecMembers(of: key) }
        if EVP_PKEY_is_a(key.pointer, "ED25519") == 1 { return ed25519Members(of: key) }
        return nil
    }

    private static func rsaMembers(of key: PKey) -> [JSON.Member]? {
        guard let n = key.number("n"), let e = key.number("e") else { return nil }
        let publicMembers = [JSON.Member("kty", "RSA"), member("n", n), member("e", e)]
        let names = [
            ("d", "d"), ("p", "rsa-factor1"), ("q", "rsa-factor2"), ("dp", "rsa-exponent1"), ("dq", "rsa-exponent2"),
            ("qi", "rsa-coefficient1"),
        ]
        return publicMembers + names.compactMap { name, parameter in key.number(parameter).map { member(name, $0) } }
    }

    private static func ecMembers(of key: PKey) -> [JSON.Member]? {
        guard let curve = Curve(group: key.group), let x = key.number("qx"), let y = key.number("qy") else {
            return nil
        }
        let coordinates = [("x", x), ("y", y)] + (key.number("priv").map { [("d", $0)] } ?? [])
        return [JSON.Member("kty", "EC"), JSON.Member("crv", .string(curve.rawValue))]
            + coordinates.map { name, bytes in member(name, bytes.padded(to: curve.size)) }
    }

    private static func ed25519Members(of key: PKey) -> [JSON.Member]? {
        guard let point = key.ed25519Point else { return nil }
        return [JSON.Member("kty", "OKP"), JSON.Member("crv", "Ed25519"), member("x", point)]
            + (key.ed25519Seed.map { [member("d", $0)] } ?? [])
    }

    static func member(_ name: String, _ bytes: [UInt8]) -> JSON.Member {
        JSON.Member(name, .string(Base64URL.encode(bytes)))
    }
}

extension Curve {
    /// The curve that OpenSSL names so.
    fileprivate init?(group: String?) {
        switch group {
        case "prime256v1", "P-256": self = .p256
        case "secp384r1", "P-384": self = .p384
        default: return nil
        }
    }
}

extension PKey {
    fileprivate var group: String? {
        var name = [CChar](repeating: 0, count: 80)
        var count = 0
        guard EVP_PKEY_get_group_name(pointer, &name, name.count, &count) == 1 else { return nil }
        return String(decoding: name.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension [UInt8] {
    /// The bytes with zeros in front, as many as it takes to be `count`.
    fileprivate func padded(to count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: Swift.max(count - self.count, 0)) + self
    }
}
