// SPDX-License-Identifier: Apache-2.0

/// What a token says (RFC 7519 §4): the members of its payload, in order, with those of Flask-JWT-Extended by name.
///
/// An accessor is nil where the claim is missing or is of another kind; ``Validation`` refuses the latter wherever
/// something hangs on it.
public struct Claims: Sendable, Equatable {
    /// Every claim.
    public var members: [JSON.Member]

    /// The given claims; none is checked here.
    public init(members: [JSON.Member]) {
        self.members = members
    }
}

extension Claims {
    /// The value of any claim; nil where the token has none of that name.
    public subscript(_ name: String) -> JSON? { members[name] }

    /// Who the token is about (`sub`): the username.
    public var subject: String? { members["sub"]?.string }

    /// Who issued the token (`iss`).
    public var issuer: String? { members["iss"]?.string }

    /// Whom the token is meant for (`aud`), be it written as a string or as a list; empty where it is neither.
    public var audience: [String] {
        switch members["aud"] {
        case .string(let single): [single]
        case .array(let several): several.allSatisfy { $0.string != nil } ? several.compactMap(\.string) : []
        default: []
        }
    }

    /// The time from which the token is no longer accepted (`exp`).
    public var expiration: NumericDate? { members["exp"]?.integer }

    /// The time before which the token is not accepted (`nbf`).
    public var notBefore: NumericDate? { members["nbf"]?.integer }

    /// When the token was issued (`iat`).
    public var issuedAt: NumericDate? { members["iat"]?.integer }

    /// The token's own name (`jti`).
    public var tokenID: String? { members["jti"]?.string }

    /// What the token is for (`type`); nil where it is neither kind.
    public var type: TokenType? {
        guard let name = members["type"]?.string else { return nil }
        return TokenType.allCases.first { $0.rawValue.isSpelled(name) }
    }

    /// Whether a password was shown for the token (`fresh`).
    public var fresh: Freshness? { members["fresh"].map(Freshness.init) }

    /// What a request has to repeat when the token comes in a cookie (`csrf`).
    public var csrf: String? { members["csrf"]?.string }

    /// The owner's first role when the token was issued (`role`).
    public var role: String? { members["role"]?.string }

    /// The owner's roles when the token was issued (`roles`); those that are no strings are left out.
    public var roles: [String] { members["roles"]?.array?.compactMap(\.string) ?? [] }

    /// The session that the token belongs to (`sid`).
    public var sessionID: String? { members["sid"]?.string }
}
