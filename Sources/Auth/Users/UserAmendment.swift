// SPDX-License-Identifier: Apache-2.0

/// What is to be changed of a user: all of it at once, or nothing.
public struct UserAmendment: Sendable, Equatable {
    /// Exactly the roles that the user is to have, each once; nil leaves them as they are.
    public let roles: [String]?

    /// Whether the account is to be shut or to be open; nil leaves it as it is.
    public let isDisabled: Bool?

    /// A change of the roles, and perhaps of the account besides.
    ///
    /// - Throws: ``RoleFault/name(_:)``, ``RoleFault/tooManyRoles``.
    public init(roles: [String], isDisabled: Bool? = nil) throws(RoleFault) {
        self.roles = try Role.names(roles)
        self.isDisabled = isDisabled
    }

    /// A change of the account alone.
    public init(isDisabled: Bool) {
        roles = nil
        self.isDisabled = isDisabled
    }

    /// Whether nobody administers afterwards who is amended like this.
    public var endsAdministration: Bool {
        isDisabled == true || roles?.contains(Role.admin) == false
    }
}
