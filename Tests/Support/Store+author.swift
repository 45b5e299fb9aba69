// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// The changes of a store for tests to which it is all the same who makes them.
extension Store {
    private var somebody: Author { .console("somebody") }

    /// Adds a user.
    @discardableResult
    public func add(_ name: Username, passwordHash: String, roles: [String], at now: NumericDate) throws -> Addition {
        try add(name, passwordHash: passwordHash, roles: roles, as: .addUser, by: somebody, at: now)
    }

    /// Gives another password.
    @discardableResult
    public func setPassword(
        of user: User.ID, from old: String?, to new: String, keeping kept: Session.ID?, at now: NumericDate
    ) throws -> UserChange {
        try setPassword(of: user, from: old, to: new, keeping: kept, by: somebody, at: now)
    }

    /// Gives exactly these roles.
    @discardableResult
    public func setRoles(of user: User.ID, to roles: [String]) throws -> UserChange {
        try setRoles(of: user, to: roles, by: somebody, at: 0)
    }

    /// Disables or enables.
    @discardableResult
    public func setDisabled(_ user: User.ID, to disabled: Bool, at now: NumericDate) throws -> UserChange {
        try setDisabled(user, to: disabled, by: somebody, at: now)
    }

    /// Makes a role, or gives it exactly these permissions.
    @discardableResult
    public func setRole(_ name: String, to permissions: [String] = []) throws -> RoleSetting {
        try set(RoleDefinition(name: name, permissions: permissions), by: somebody, at: 0)
    }

    /// Deletes a role.
    @discardableResult
    public func deleteRole(_ name: String, evenIfHeld: Bool = false) throws -> RoleDeletion {
        try deleteRole(name, evenIfHeld: evenIfHeld, by: somebody, at: 0)
    }

    /// Deletes.
    @discardableResult
    public func delete(_ user: User.ID) throws -> UserChange {
        try delete(user, by: somebody, at: 0)
    }

    /// Ends the session, whosever it is.
    @discardableResult
    public func end(_ session: Session.ID, at now: NumericDate) throws -> Bool {
        try end(session, of: nil, as: .endSession, by: somebody, at: now)
    }

    /// Ends all sessions but one.
    @discardableResult
    public func endSessions(of user: User.ID, keeping kept: Session.ID?, at now: NumericDate) throws -> Int {
        let revocation = try endSessions(of: user, keeping: kept, as: .revokeUser, by: somebody, at: now)
        guard case .ended(let count) = revocation else { return 0 }
        return count
    }

    /// Counts an attempt and notes nothing.
    @discardableResult
    public func charge(_ charges: [RateCharge], at now: NumericDate) throws -> RateVerdict {
        try charge(charges, noting: nil, at: now)
    }

    /// Forgets the attempts of one subject.
    @discardableResult
    public func lift(_ subject: String) throws -> Int {
        try lift([subject], noting: AuditEntry(.liftLimits, by: somebody), at: 0)
    }

    /// Lines of the audit are kept for ever.
    @discardableResult
    public func purge(at now: NumericDate, margin: Int64, limit: Int) throws -> Int {
        try purge(at: now, margin: margin, auditAge: 1 << 40, limit: limit, by: somebody).count
    }
}
