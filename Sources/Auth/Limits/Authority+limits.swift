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
    /// Counts one attempt of the client's address, and then does what is attempted; returns what came of it, and what
    /// is left of the tightest limit, nil where nothing is limited.
    ///
    /// - Throws: ``Denial/limited(_:)``, and then nothing was counted; what `work` throws. Where that says that no
    ///   password could be hashed, such as ``Denial/busy(retryAfter:)``, the attempt does not count either.
    public func limiting<Result>(
        _ deed: LimitedDeed, of client: Client, _ work: () throws -> Result
    ) throws -> (result: Result, left: Allowance?) {
        let subject = AddressBlock.name(of: client.address)
        let limits = deed == .login ? self.limits.login : self.limits.register
        let action: AuditAction = deed == .login ? .login : .register
        let entry = AuditEntry(
            action, .limited, by: .stranger(client), detail: "the limit for the address is used up")
        let charges = limits.map { RateCharge(scope: deed.rawValue, subject: subject, limit: $0) }
        return try counting(charges, noting: entry, at: clock(), work)
    }

    /// What a login under this name counts against until it has succeeded.
    ///
    /// Addresses from which the account has a session that is alive are exempt: nobody is locked out by a stranger.
    func failureCharges(for name: Username, _ credentials: Credentials?, from client: Client) throws -> [RateCharge] {
        guard !limits.loginFailures.isEmpty else { return [] }
        if let user = credentials?.userID, try hasSession(user, near: client) { return [] }
        let subject = credentials == nil ? name.pseudonym : name.key
        return limits.loginFailures.map { RateCharge(scope: "login-failures", subject: subject, limit: $0) }
    }

    /// Whether the user has a session that is alive in the block of addresses that the client's attempts are counted
    /// by.
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

    /// Counts an attempt against each of `charges` and makes it; where no password could be hashed nothing was tried,
    /// so nothing counts.
    ///
    /// It is counted first and taken back later: racing guesses cannot all pass the same last attempt.
    func counting<Result>(
        _ charges: [RateCharge], noting entry: AuditEntry? = nil, at now: NumericDate, _ work: () throws -> Result
    ) throws -> (result: Result, left: Allowance?) {
        let left = try charge(charges, noting: entry, at: now)
        do {
            return (try work(), left)
        } catch let error where error.meansUntried {
            try store.refund(charges, at: now)
            throw error
        }
    }

    private func charge(_ charges: [RateCharge], noting entry: AuditEntry?, at now: NumericDate) throws -> Allowance? {
        guard !charges.isEmpty else { return nil }
        switch try store.charge(charges, noting: entry, at: now) {
        case .allowed(let window): return window.map { Allowance($0, at: now) }
        case .refused(let window): throw Denial.limited(Allowance(window, at: now))
        }
    }
}

extension Error {
    /// Whether it says that no password could be hashed, so that nothing is known of one.
    fileprivate var meansUntried: Bool {
        switch self as any Error {
        case Denial.busy, is HashingFailed: true
        default: false
        }
    }
}
