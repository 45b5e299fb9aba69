// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What an address may do only so often.
public enum LimitedDeed: String, Sendable {
    /// To try a name and a password.
    case login
    /// To make an account.
    case register
}

extension Authority {
    /// Counts one attempt of the client's address; returns what is left, nil where nothing is limited.
    ///
    /// - Throws: ``Denial/limited(_:)``, and then nothing was counted.
    @discardableResult
    public func charge(_ deed: LimitedDeed, to client: Client) throws -> Allowance? {
        let subject = AddressBlock.name(of: client.address)
        let limits = deed == .login ? self.limits.login : self.limits.register
        let action: AuditAction = deed == .login ? .login : .register
        let entry = AuditEntry(
            action, .limited, by: .stranger(client), detail: "the limit for the address is used up")
        return try charge(
            limits.map { RateCharge(scope: deed.rawValue, subject: subject, limit: $0) }, noting: entry, at: clock())
    }

    /// What a login under this name counts against until it has succeeded.
    ///
    /// Addresses from which the account has a session that is alive are exempt: nobody is locked out by a stranger.
    func failureCharges(for name: Username, _ credentials: Credentials?, from client: Client) throws -> [RateCharge] {
        guard !limits.loginFailures.isEmpty else { return [] }
        if let user = credentials?.userID, try hasSession(user, near: client) { return [] }
        return limits.loginFailures.map { RateCharge(scope: "login-failures", subject: name.key, limit: $0) }
    }

    /// Whether the user has a session that is alive in the block of addresses that the client's attempts are counted by.
    private func hasSession(_ user: User.ID, near client: Client) throws -> Bool {
        let block = AddressBlock.name(of: client.address)
        return try store.sessions(of: user, at: clock()).contains { AddressBlock.name(of: $0.client.address) == block }
    }

    /// What a wrong present password counts against where somebody wants another one.
    ///
    /// Where a login would be exempt there is a count of its own, so that whoever sits at the owner's address cannot
    /// guess for ever, and no stranger's failures keep the owner from changing the password.
    func changeCharges(for name: Username, _ credentials: Credentials, from client: Client) throws -> [RateCharge] {
        let charges = try failureCharges(for: name, credentials, from: client)
        guard charges.isEmpty else { return charges }
        return limits.loginFailures.map { RateCharge(scope: "password-failures", subject: name.key, limit: $0) }
    }

    @discardableResult
    func charge(_ charges: [RateCharge], noting entry: AuditEntry?, at now: NumericDate) throws -> Allowance? {
        guard !charges.isEmpty else { return nil }
        switch try store.charge(charges, noting: entry, at: now) {
        case .allowed(let window): return window.map { Allowance($0, at: now) }
        case .refused(let window): throw Denial.limited(Allowance(window, at: now))
        }
    }
}
