// SPDX-License-Identifier: Apache-2.0

import COpenSSL

extension Key {
    /// The key pair or the public key that a text in PEM holds: PKCS#8, SPKI, PKCS#1 or, on curves, SEC 1.
    ///
    /// It is what `JWT_PRIVATE_KEY` and `JWT_PUBLIC_KEY` of Flask-JWT-Extended are. PEM says no algorithm, so the
    /// caller does. Where no `id` is given, the name is the thumbprint (RFC 7638).
    ///
    /// - Throws: ``KeyError``, as with a JWK; for a text that is no such key, and for one under a password.
    public static func pem(
        _ text: some Collection<UInt8>, algorithm: Algorithm, id: String? = nil
    ) throws(KeyError) -> Key {
        guard let key = PKey(privatePEM: Array(text)) ?? PKey(publicPEM: Array(text)),
            let members = JWK.members(of: key)
        else { throw .invalidPEM }
        let name = id.map { [JSON.Member("kid", .string($0))] } ?? []
        return try jwk(.object(members + [JSON.Member("alg", .string(algorithm.rawValue))] + name))
    }
}

extension PKey {
    /// The private key in a text in PEM.
    convenience init?(privatePEM text: [UInt8]) {
        guard let key = Self.reading(text, { PEM_read_bio_PrivateKey($0, nil, Self.noPassword, nil) }) else {
            return nil
        }
        self.init(key)
    }

    fileprivate convenience init?(publicPEM text: [UInt8]) {
        guard let key = Self.reading(text, { PEM_read_bio_PUBKEY($0, nil, Self.noPassword, nil) }) else { return nil }
        self.init(key)
    }

    private static func reading(_ text: [UInt8], _ read: (OpaquePointer) -> OpaquePointer?) -> OpaquePointer? {
        guard let source = BIO_new_mem_buf(text, Int32(clamping: text.count)) else { return nil }
        defer {
            BIO_free(source)
            ERR_clear_error()
        }
        return read(source)
    }

    /// OpenSSL would ask the terminal.
    private static let noPassword:
        @convention(c) (
            UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?
        ) -> Int32 = { _, _, _, _ in -1 }
}
