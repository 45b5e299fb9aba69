// SPDX-License-Identifier: Apache-2.0

/// The JOSE header of a token (RFC 7515 §4): what it takes to choose the key, and nothing that could change how the
/// token is read.
public struct Header: Sendable, Equatable {
    /// The `alg`, which is the key's.
    public let algorithm: Algorithm

    /// The `kid`; nil where the token names no key.
    public let keyID: String?

    /// Further parameters, which change nothing about how the token is read (RFC 7515 §4.3).
    public let additional: [JSON.Member]

    init(_ algorithm: Algorithm, keyID: String?, additional: [JSON.Member] = []) {
        self.algorithm = algorithm
        self.keyID = keyID
        self.additional = additional
    }

    /// Whether a parameter of that name is not an application's to write.
    public static func isReserved(_ name: String) -> Bool { own.contains(name) || refused.contains(name) }

    /// The header as a token carries it.
    var text: [UInt8] {
        var members = [JSON.Member("alg", .string(algorithm.rawValue)), JSON.Member("typ", "JWT")]
        if let keyID { members.append(JSON.Member("kid", .string(keyID))) }
        return Base64URL.text(of: JSON.object(members + additional).serialized())
    }
}

extension Header {
    /// The most bytes that a header may have.
    static let sizeLimit = 1024

    /// Parameters that are written and read here.
    private static let own = ["alg", "typ", "kid"]

    /// Parameters that bring a key along, fetch one, encrypt, compress, or change what is signed.
    ///
    /// Nothing here needs them, and each has let somebody in elsewhere. `crit` demands that what it lists be
    /// understood, and none is.
    private static let refused = [
        "jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "b64", "zip", "enc", "epk", "p2c", "crit", "cty",
    ]

    /// The header that a part of a token spells.
    init(_ text: Span<UInt8>) throws(TokenError) {
        let bytes = try Part.header.bytes(text)
        guard bytes.count <= Self.sizeLimit else { throw .malformed("the header is longer than 1 KiB") }
        let members = try Part.header.members(bytes, maximumDepth: 4)
        for name in Self.refused where members[name] != nil { throw .malformed("the header has \(name)") }
        guard members["typ"] == nil || members["typ"]?.string?.isSpelled("JWT") == true else {
            throw .malformed("the header's typ is not JWT")
        }
        keyID = try Self.keyID(members["kid"])
        additional = members.filter { !Self.own.contains($0.name) }
        guard let name = members["alg"]?.string, let algorithm = Algorithm(name: name) else { throw .algorithm }
        self.algorithm = algorithm
    }

    private static func keyID(_ value: JSON?) throws(TokenError) -> String? {
        guard let value else { return nil }
        guard let id = value.string, KeyID.isValid(id) else { throw .malformed("the header's kid is invalid") }
        return id
    }
}
