// SPDX-License-Identifier: Apache-2.0

/// What administrators do to users, their sessions, and roles.
///
/// Whether the grant's user still is an administrator is asked once more, within the transaction of the change: of two
/// who take the role from each other at the same moment one comes too late.
extension Authority {
    /// Changes a user, who is bound by it at their next request.
    ///
    /// Administrators cannot end their own administration, which would be a mistake more often than not.
    public func amend(
        _ user: User.ID, _ amendment: UserAmendment, by grant: Grant, from client: Client
    ) throws -> UserChange {
        guard user != grant.user.id || !amendment.endsAdministration else { return .ownAccount }
        return try store.amend(user, amendment, by: .administrator(grant, from: client), at: clock())
    }

    /// Deletes a user with all their sessions, though never whoever asks for it.
    public func delete(_ user: User.ID, by grant: Grant, from client: Client) throws -> UserChange {
        guard user != grant.user.id else { return .ownAccount }
        return try store.delete(user, by: .administrator(grant, from: client), at: clock())
    }

    /// Ends all sessions of the user of that name.
    ///
    /// Every token issued until now is dead, those issued afterwards are good, be it in the same second.
    public func revokeUser(named username: String, by grant: Grant, from client: Client) throws -> Revocation {
        guard let name = try? Username(username), let user = try store.user(named: name) else { return .unknownUser }
        return try store.endSessions(
            of: user.id, keeping: nil, as: .revokeUser, by: .administrator(grant, from: client), at: clock())
    }

    /// Makes the role, or gives it exactly these permissions.
    public func set(_ role: RoleDefinition, by grant: Grant, from client: Client) throws -> RoleSetting {
        try store.set(role, by: .administrator(grant, from: client), at: clock())
    }

    /// Deletes the role; one that users have only where `evenIfHeld`.
    public func deleteRole(
        _ name: String, evenIfHeld: Bool, by grant: Grant, from client: Client
    ) throws -> RoleDeletion {
        try store.deleteRole(
            name, evenIfHeld: evenIfHeld, by: .administrator(grant, from: client), at: clock())
    }
}

extension Author {
    fileprivate static func administrator(_ grant: Grant, from client: Client) -> Author {
        .user(grant.user, in: grant.session, from: client, as: Role.admin)
    }
}
