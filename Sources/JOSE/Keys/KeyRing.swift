// SPDX-License-Identifier: Apache-2.0

/// The keys of an issuer: one signs, all verify, and the token only names which.
public struct KeyRing: Sendable {
    /// The key that signs.
    public let signing: Key

    /// The public halves of the keys that sign or verify, as a JWK set (RFC 7517 §5) in UTF-8; no secret is in it.
    public let publicJWKSet: [UInt8]

    private let keys: [String: Key]
    private let unnamed: Key?
    private let header: [UInt8]
    private let familiar: [FamiliarHeader]

    /// A ring that signs with one key and verifies with all.
    ///
    /// - Parameters:
    ///   - signing: The key that signs; it verifies too.
    ///   - verifying: Further keys that verify, such as the one that signed before.
    ///   - unnamed: The key for tokens without a `kid`, such as Flask-JWT-Extended's. It may be one of the others.
    /// - Throws: ``KeyError/duplicateID(_:)`` where two keys that sign or verify have the same name,
    ///   ``KeyError/sameKey(_:_:)`` where they are one key under two names, and ``KeyError/cannotSign(id:)`` where the
    ///   signing key is a public one.
    public init(signing: Key, verifying: [Key] = [], unnamed: Key? = nil) throws(KeyError) {
        guard signing.canSign else { throw .cannotSign(id: signing.id) }
        var keys: [String: Key] = [:]
        var names: [String: String] = [:]
        for key in [signing] + verifying {
            guard keys.updateValue(key, forKey: key.id) == nil else { throw .duplicateID(key.id) }
            if let other = names.updateValue(key.id, forKey: key.fingerprint) { throw .sameKey(other, key.id) }
        }
        self.signing = signing
        self.keys = keys
        self.unnamed = unnamed
        publicJWKSet = ([signing] + verifying).publicJWKSet
        header = Header(signing.algorithm, keyID: signing.id).text
        familiar = Self.familiarHeaders([signing] + verifying, unnamed: unnamed)
    }

    /// How many keys verify, the one that signs among them.
    public var count: Int { keys.count }

    /// The compact JWS (RFC 7515 §7.1) of `claims`, signed with the signing key, which its header names.
    ///
    /// The header holds `parameters` besides; none of them may be one that ``Header/isReserved(_:)``.
    ///
    /// A token over 8 KiB is signed, but nobody's ``verify(_:now:_:)`` accepts it.
    ///
    /// - Throws: ``KeyError/unusable(_:)`` where OpenSSL fails.
    public func sign(_ claims: Claims, parameters: [JSON.Member] = []) throws(KeyError) -> String {
        try sign(
            payload: JSON.object(claims.members).serialized(),
            under: parameters.isEmpty ? header : header(with: parameters))
    }

    /// The compact JWS of a text that is no JSON object, and so no token anywhere: every reader of tokens refuses it,
    /// whatever else it checks (RFC 7519 §7.2).
    ///
    /// - Throws: as ``sign(_:parameters:)``.
    public func sign(text: String) throws(KeyError) -> String {
        try sign(payload: Array(text.utf8), under: header)
    }

    private func sign(payload: [UInt8], under header: [UInt8]) throws(KeyError) -> String {
        var token = header
        token.append(UInt8(ascii: "."))
        token.append(contentsOf: Base64URL.text(of: payload))
        guard let signature = signing.material.signature(over: token.span) else {
            throw .unusable(signing.algorithm)
        }
        token.append(UInt8(ascii: "."))
        token.append(contentsOf: Base64URL.text(of: signature))
        return String(decoding: token, as: UTF8.self)
    }

    private func header(with parameters: [JSON.Member]) -> [UInt8] {
        Header(signing.algorithm, keyID: signing.id, additional: parameters).text
    }
}

extension KeyRing {
    /// What a token says, once its signature and its claims are found good at the time `now`.
    ///
    /// The order of the checks: size and shape, header, key, signature, claims; expiry is judged last. The key is the
    /// one that `kid` names, and the algorithm is the key's; an unknown `kid` is never tried with another key.
    ///
    /// - Throws: ``TokenError``, whose precise reason is for the log and not for the client.
    public func verify(
        _ compact: String, now: NumericDate, _ validation: Validation
    ) throws(TokenError) -> VerifiedToken {
        try verify(compact.utf8.span, now: now, validation)
    }

    /// The same of bytes, which need not be UTF-8.
    func verify(_ text: Span<UInt8>, now: NumericDate, _ validation: Validation) throws(TokenError) -> VerifiedToken {
        let (header, payload) = try open(text)
        let claims = Claims(members: try Part.payload.members(payload))
        try validation.check(claims, now: now)
        return VerifiedToken(header: header, claims: claims)
    }

    /// What ``sign(text:)`` was given, once the signature is found good.
    ///
    /// A token has its claims as its text; they mean nothing here.
    ///
    /// - Throws: ``TokenError``.
    public func text(of compact: String) throws(TokenError) -> String {
        let (_, payload) = try open(compact.utf8.span)
        guard let text = String(validating: payload, as: UTF8.self) else { throw .malformed("the payload is no text") }
        return text
    }

    /// The header and the payload of what one of the keys has signed.
    private func open(_ text: Span<UInt8>) throws(TokenError) -> (Header, [UInt8]) {
        let token = try CompactJWS(text)
        let (header, key) = try recognise(text.extracting(token.header))
        let payload = try Part.payload.bytes(text.extracting(token.payload))
        let signature = try Part.signature.bytes(text.extracting(token.signature))
        let input = text.extracting(0..<token.payload.upperBound)
        guard key.material.verifies(signature, over: input) else { throw .signature }
        return (header, payload)
    }

    /// The header and the key that it names.
    private func recognise(_ text: Span<UInt8>) throws(TokenError) -> (Header, Key) {
        for known in familiar where known.isSpelled(text) { return (known.header, known.key) }
        let header = try Header(text)
        let named = if let id = header.keyID { keys[id] } else { unnamed }
        guard let key = named else { throw .unknownKey }
        guard header.algorithm == key.algorithm else { throw .algorithm }
        return (header, key)
    }

    private static func familiarHeaders(_ keys: [Key], unnamed: Key?) -> [FamiliarHeader] {
        keys.map { FamiliarHeader(Header($0.algorithm, keyID: $0.id), $0) }
            + (unnamed.map { [FamiliarHeader(Header($0.algorithm, keyID: nil), $0)] } ?? [])
    }
}

/// A header exactly as it is written here (and, without a `kid`, by Flask-JWT-Extended).
///
/// Most tokens have one of these, and what it says need not be read again.
private struct FamiliarHeader: Sendable {
    let header: Header
    let key: Key
    private let text: [UInt8]

    init(_ header: Header, _ key: Key) {
        self.header = header
        self.key = key
        text = header.text
    }

    func isSpelled(_ other: Span<UInt8>) -> Bool {
        text.count == other.count && text.indices.allSatisfy { text[$0] == other[$0] }
    }
}
