// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

/// Makes tokens out of any header and payload, signed with a key that the ring knows, so that nothing but the part
/// under test can be what a refusal is about.
enum Forge {
    static let now: NumericDate = 1_800_000_000
    static let secret = Array("b1f0c64e7a9d4f2b8c3e5d60718293a4".utf8)
    static let otherSecret = Array("0c9e8d7f6a5b4c3d2e1f00112233aa55".utf8)
    static let thirdSecret = Array("7a5e3c1b9d8f60412233445566778899".utf8)
    static let header = #"{"alg":"HS256","typ":"JWT","kid":"main"}"#
    static let payload = payload(with: "")

    /// A payload that is accepted, with `extra` (which starts with a comma) at its end.
    static func payload(with extra: String, without name: String = "") -> String {
        let members = [
            #""sub":"alice""#, #""iat":1800000000"#, #""nbf":1800000000"#, #""exp":1800001800"#,
            #""jti":"Zq3vYmFyYmF6cXV4IHNlYw""#, #""type":"access""#, #""fresh":true"#, #""role":"admin""#,
            #""roles":["admin","editor"]"#, #""sid":"q3vYmFyYmF6cXV4IHNlYwA""#,
        ]
        return "{" + members.filter { !$0.hasPrefix("\"\(name)\"") }.joined(separator: ",") + extra + "}"
    }

    static func key(
        _ secret: [UInt8] = secret, _ algorithm: Algorithm = .hs256, id: String? = "main"
    ) throws -> Key {
        try Key.secret(secret, algorithm: algorithm, id: id)
    }

    static func ring() throws -> KeyRing {
        let key = try key()
        return try KeyRing(signing: key, unnamed: key)
    }

    static func token(header: String = header, payload: String = payload, key: Key? = nil) throws -> String {
        try token(header: Array(header.utf8), payload: Array(payload.utf8), key: key)
    }

    static func token(header: [UInt8], payload: [UInt8], key: Key? = nil) throws -> String {
        try sign(Base64URL.encode(header) + "." + Base64URL.encode(payload), key: key)
    }

    /// `input` with the signature over it.
    static func sign(_ input: String, key: Key? = nil) throws -> String {
        let bytes = Array(input.utf8)
        let key = try key ?? self.key()
        let code = key.material.signature(over: bytes.span)
        let signature = try #require(code)
        return input + "." + Base64URL.encode(signature)
    }

    /// The name of the refusal, such as `malformed` or `claim exp`; `accepted` where there is none.
    static func verdict(
        _ token: String, by ring: KeyRing? = nil, now: NumericDate = now, _ validation: Validation = Validation()
    ) throws -> String {
        try verdict(Array(token.utf8), by: ring, now: now, validation)
    }

    static func verdict(
        _ token: [UInt8], by ring: KeyRing? = nil, now: NumericDate = now, _ validation: Validation = Validation()
    ) throws -> String {
        let ring = try ring ?? self.ring()
        do throws(TokenError) {
            _ = try ring.verify(token.span, now: now, validation)
            return "accepted"
        } catch {
            return name(of: error)
        }
    }

    private static func name(of error: TokenError) -> String {
        switch error {
        case .malformed: "malformed"
        case .algorithm: "algorithm"
        case .unknownKey: "unknownKey"
        case .signature: "signature"
        case .claim(let name): "claim \(name)"
        case .issuer: "issuer"
        case .audience: "audience"
        case .notYetValid: "notYetValid"
        case .expired: "expired"
        }
    }
}

/// A row of a table: what is done to a token, and what comes of it.
struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let verdict: String
    let make: @Sendable () throws -> String

    init(_ name: String, _ verdict: String, _ make: @escaping @Sendable () throws -> String) {
        self.name = name
        self.verdict = verdict
        self.make = make
    }

    /// A token that differs in its header.
    static func header(_ name: String, _ verdict: String, _ header: String) -> Case {
        Case(name, verdict) { try Forge.token(header: header) }
    }

    /// A token that differs in its payload.
    static func payload(_ name: String, _ verdict: String, _ payload: String) -> Case {
        Case(name, verdict) { try Forge.token(payload: payload) }
    }

    /// A token with a claim set, in place of the one of that name.
    static func claim(_ name: String, _ verdict: String, _ claim: String, _ value: String) -> Case {
        .payload(name, verdict, Forge.payload(with: ",\"\(claim)\":\(value)", without: claim))
    }

    var testDescription: String { name }
}
