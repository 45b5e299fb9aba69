// SPDX-License-Identifier: Apache-2.0

import JOSE

/// Roles and what they allow.
public protocol RoleStore {
    /// All roles, in the order of their names.
    func roles() throws -> [Role]

    /// Makes the role, or gives it exactly these permissions; it binds at the next request of whoever has it.
    ///
    /// `admin` keeps `*` and nothing else.
    func set(_ role: RoleDefinition, by author: Author, at now: NumericDate) throws -> RoleSetting

    /// Deletes the role; one that users have only where `evenIfHeld`, and then they have it no longer.
    func deleteRole(
        _ name: String, evenIfHeld: Bool, by author: Author, at now: NumericDate
    ) throws -> RoleDeletion

    /// Whether one of the user's roles grants `permission`, directly or by a `resource:*` or `*` (see ``Permission``).
    func user(_ user: User.ID, holds permission: Permission) throws -> Bool
}

/// What came of setting a role.
public enum RoleSetting: Sendable, Equatable {
    /// There is a role more.
    case made(Role)
    /// The role allows this now, and may have done so before.
    case changed(Role)
    /// Nothing was changed: `admin` allows everything, and only that.
    case builtIn
    /// Nothing was made: another role has the name but for the case of its letters.
    case spelledOtherwise(String)
    /// Nothing was changed: the author no longer has the role by which they act.
    case forbidden
}

/// What came of deleting a role.
public enum RoleDeletion: Sendable, Equatable {
    /// The role is gone; this is what it was.
    case deleted(Role)
    /// There is no such role.
    case unknownRole
    /// Nothing was deleted: every database has this role.
    case builtIn
    /// Nothing was deleted: users have the role.
    case held(Role)
    /// Nothing was deleted: the author no longer has the role by which they act.
    case forbidden
}
