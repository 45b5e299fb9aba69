// SPDX-License-Identifier: Apache-2.0

import JOSE

/// A person as the store knows them now: the roles are those of this moment, not those of a token.
public struct User: Sendable, Equatable, Identifiable {
    /// The store's number for this person, never given again, not even to a later user of the same name.
    public let id: Int64

    /// The name as its owner wrote it, trimmed and in NFC: the `sub` of the tokens.
    public let name: String

    /// The roles held now, in alphabetical order.
    public let roles: [String]

    /// Whether an administrator has shut this account; its tokens are revoked and its password opens nothing.
    public let isDisabled: Bool

    /// When the account was made.
    public let createdAt: NumericDate

    /// Makes the value that a store hands out.
    public init(id: Int64, name: String, roles: [String], isDisabled: Bool, createdAt: NumericDate) {
        self.id = id
        self.name = name
        self.roles = roles
        self.isDisabled = isDisabled
        self.createdAt = createdAt
    }

    /// The one role to show where there is room for one: `admin` before any other, `user` where there is none.
    public var role: String {
        roles.contains(Role.admin) ? Role.admin : roles.first ?? Role.user
    }
}
