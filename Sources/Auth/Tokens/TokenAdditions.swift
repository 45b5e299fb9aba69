// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What an application adds to the tokens of its users: claims of its own, and parameters of the header.
///
/// What the rules are decided by is not an application's to write: see ``reservedClaims``.
public struct TokenAdditions: Sendable {
    /// What is added to a token of that type for that user.
    public typealias Source = @Sendable (User, TokenType) throws -> [JSON.Member]

    /// The claims that are added to the payload.
    public var claims: Source

    /// The parameters that are added to the header.
    public var parameters: Source

    /// Additions; by themselves none.
    public init(claims: @escaping Source = { _, _ in [] }, parameters: @escaping Source = { _, _ in [] }) {
        self.claims = claims
        self.parameters = parameters
    }

    /// The claims that are written by the issuer alone.
    public static let reservedClaims: Set<String> = [
        "fresh", "iat", "jti", "type", "sub", "nbf", "csrf", "aud", "iss", "exp", "role", "roles", "sid",
    ]

    func checkedClaims(for user: User, _ type: TokenType) throws -> [JSON.Member] {
        try Self.checked(claims(user, type)) { Self.reservedClaims.contains($0) }
    }

    func checkedParameters(for user: User, _ type: TokenType) throws -> [JSON.Member] {
        try Self.checked(parameters(user, type)) { Header.isReserved($0) }
    }

    private static func checked(
        _ members: [JSON.Member], isReserved: (String) -> Bool
    ) throws(AdditionRefused) -> [JSON.Member] {
        var names: Set<String> = []
        for member in members {
            guard !isReserved(member.name), names.insert(member.name).inserted else {
                throw AdditionRefused(name: member.name)
            }
        }
        return members
    }
}

/// An application adds to its tokens what is not its own to write, or the same name twice.
public struct AdditionRefused: Error, Equatable, CustomStringConvertible {
    /// The name of the claim or the parameter.
    public let name: String

    /// A sentence that names it.
    public var description: String { "\"\(name)\" is reserved, or comes twice, and cannot be added to a token" }
}
