// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// Opens a session for whoever shows the right password, and returns its first, fresh pair of tokens.
    ///
    /// An unknown name, a wrong password and a disabled account are answered alike, after the same work.
    ///
    /// - Throws: ``Denial/invalidCredentials``, ``Denial/limited(_:)``, ``Denial/busy(retryAfter:)``.
    public func login(username: String, password: String, from client: Client) throws -> TokenPair {
        guard let name = try? Username(username) else {
            _ = try hashing { try hasher.verify(password, against: nil) }
            throw Denial.invalidCredentials
        }
        let credentials = try store.credentials(for: name)
        let charges = try failureCharges(for: name, credentials, from: client)
        let now = clock()
        // Counted before the hash and taken back after it: racing guesses cannot all pass the same last attempt.
        try charge(charges, at: now)
        let proven = try prove(password, credentials) { try store.refund(charges, at: now) }
        return try open(proven, from: client) ?? openAgain(name, password, proven, from: client)
    }

    /// The second attempt of a login whose hash was replaced while it was being proved: another login has hashed the
    /// same password anew, or the password has been changed, which only another proof can tell.
    private func openAgain(
        _ name: Username, _ password: String, _ former: Credentials, from client: Client
    ) throws -> TokenPair {
        guard let credentials = try store.credentials(for: name), credentials != former else {
            throw Denial.invalidCredentials
        }
        let proven = try prove(password, credentials) {}
        guard let pair = try open(proven, from: client) else { throw Denial.invalidCredentials }
        return pair
    }

    /// The credentials, once the password has proved right; a failed proof stays counted.
    private func prove(
        _ password: String, _ credentials: Credentials?, refund: () throws -> Void
    ) throws -> Credentials {
        let check: PasswordCheck
        do {
            check = try hashing { try hasher.verify(password, against: credentials?.passwordHash) }
        } catch {
            // Nothing was tried, so nothing may count.
            try refund()
            throw error
        }
        guard case .right(let outdated) = check, let credentials, !credentials.isDisabled else {
            throw Denial.invalidCredentials
        }
        try refund()
        return outdated ? try rehashed(credentials, password) : credentials
    }

    /// The same password under the hash of today; where the slots are full that waits for the next login.
    private func rehashed(_ credentials: Credentials, _ password: String) throws -> Credentials {
        guard let hash = try? hasher.rehash(password) else { return credentials }
        try store.rehash(credentials.userID, from: credentials.passwordHash, to: hash)
        return Credentials(userID: credentials.userID, passwordHash: hash, isDisabled: false)
    }

    /// The tokens of a new session; nil where the hash that was proved is no longer the user's.
    private func open(_ credentials: Credentials, from client: Client) throws -> TokenPair? {
        let now = clock()
        let refresh = RefreshSeed(id: uniqueName(), expiresAt: now + tokens.refreshLifetime)
        let session = Session(
            id: uniqueName(), userID: credentials.userID, refreshDigest: refresh.digest,
            createdAt: now, expiresAt: end(of: refresh, at: now), client: client)
        switch try store.open(session, verified: credentials.passwordHash) {
        case .opened(let user): return try issue(to: user, in: session.id, refresh, fresh: .always, at: now)
        case .refused: return nil
        }
    }
}
