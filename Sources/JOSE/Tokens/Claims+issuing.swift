// SPDX-License-Identifier: Apache-2.0

extension Claims {
    /// The claims of a token to be issued, in the order in which Flask-JWT-Extended writes them.
    ///
    /// What is nil or empty is left out.
    ///
    /// - Parameters:
    ///   - type: What the token is for.
    ///   - subject: The username (`sub`).
    ///   - tokenID: The token's own name (`jti`), which nobody can guess.
    ///   - issuedAt: The time of issue (`iat`), from which on the token is valid (`nbf`).
    ///   - expiration: The time from which the token is no longer accepted (`exp`).
    ///   - fresh: Whether a password was shown for it.
    ///   - csrf: What requests have to repeat when the token comes in a cookie.
    ///   - audience: Whom it is meant for; one is written as a string, several as a list (RFC 7519 §4.1.3).
    ///   - issuer: Who issues it.
    ///   - role: The owner's first role.
    ///   - roles: All roles of the owner.
    ///   - sessionID: The session that it belongs to.
    ///   - additional: Further claims, under names that are not among these.
    public init(
        type: TokenType, subject: String, tokenID: String, issuedAt: NumericDate, expiration: NumericDate?,
        fresh: Freshness = .never, csrf: String? = nil, audience: [String] = [], issuer: String? = nil,
        role: String? = nil, roles: [String]? = nil, sessionID: String? = nil, additional: [JSON.Member] = []
    ) {
        let claims: [(String, JSON?)] = [
            ("fresh", fresh.json), ("iat", .integer(issuedAt)), ("jti", .string(tokenID)),
            ("type", .string(type.rawValue)), ("sub", .string(subject)), ("nbf", .integer(issuedAt)),
            ("csrf", csrf.map(JSON.string)), ("aud", Self.json(audience: audience)),
            ("iss", issuer.map(JSON.string)), ("exp", expiration.map(JSON.integer)), ("role", role.map(JSON.string)),
            ("roles", roles.map { .array($0.map(JSON.string)) }), ("sid", sessionID.map(JSON.string)),
        ]
        members = claims.compactMap { name, value in value.map { JSON.Member(name, $0) } } + additional
    }

    private static func json(audience: [String]) -> JSON? {
        switch audience.count {
        case 0: nil
        case 1: .string(audience[0])
        default: .array(audience.map(JSON.string))
        }
    }
}
