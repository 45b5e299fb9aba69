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
        return try charge(limits.map { RateCharge(scope: deed.rawValue, subject: subject, limit: $0) }, at: clock())
    }

    /// What a login under this name counts against until it has succeeded.
    ///
    /// Addresses from which the account has a session that is alive are exempt: nobody is locked out by a stranger.
    func failureCharges(for name: Username, _ credentials: Credentials?, from client: Client) throws -> [RateCharge] {
        if let user = credentials?.userID, try store.hasSession(user, from: client.address, at: clock()) { return [] }
        return limits.loginFailures.map { RateCharge(scope: "login-failures", subject: name.key, limit: $0) }
    }

    @discardableResult
    func charge(_ charges: [RateCharge], at now: NumericDate) throws -> Allowance? {
        guard !charges.isEmpty else { return nil }
        switch try store.charge(charges, at: now) {
        case .allowed(let window): return window.map { Allowance($0, at: now) }
        case .refused(let window): throw Denial.limited(Allowance(window, at: now))
        }
    }
}
