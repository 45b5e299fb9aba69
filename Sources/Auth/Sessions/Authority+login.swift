// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// Opens a session for whoever shows the right password, and returns its first, fresh pair of tokens.
    ///
    /// An unknown name, a wrong password and a disabled account are answered alike, after the same work.
    ///
    /// - Throws: ``Denial/invalidCredentials``, ``Denial/limited(_:)``, ``Denial/busy(retryAfter:)``.
    public func login(username: String, password: String, from client: Client) throws -> TokenPair {
        let name = try? Username(username)
        let credentials = try name.flatMap { try store.credentials(for: $0) }
        let charges = try name.map { try failureCharges(for: $0, credentials, from: client) } ?? []
        // A name that nobody has may be a password that was typed in the wrong place: it is not written down.
        let attempt = Attempt(
            of: .login, as: credentials == nil ? nil : name, by: .stranger(client), charges: charges)
        let proven = try proven(password, of: credentials, attempt)
        return try open(proven, from: client) ?? openAgain(password, proven, attempt, from: client)
    }

    /// The second attempt of a login whose hash was replaced while it was being proved: another login has hashed the
    /// same password anew, or the password has been changed, which only another proof can tell.
    private func openAgain(
        _ password: String, _ former: Credentials, _ attempt: Attempt, from client: Client
    ) throws -> TokenPair {
        guard let name = attempt.subject, let credentials = try store.credentials(for: name), credentials != former
        else { throw Denial.invalidCredentials }
        let uncounted = Attempt(of: .login, as: name, by: attempt.author, charges: [])
        let proven = try proven(password, of: credentials, uncounted)
        guard let pair = try open(proven, from: client) else { throw Denial.invalidCredentials }
        return pair
    }

    /// The credentials, once the password has proved right, under a hash of today.
    private func proven(_ password: String, of credentials: Credentials?, _ attempt: Attempt) throws -> Credentials {
        let (proven, isOutdated) = try prove(password, of: credentials, attempt)
        return isOutdated ? try rehashed(proven, password) : proven
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
        guard let refresh = refreshSeed(in: now, at: now) else { throw Denial.invalidCredentials }
        let session = Session(
            id: uniqueName(), userID: credentials.userID, refreshDigest: refresh.digest,
            createdAt: now, expiresAt: end(of: refresh, at: now), client: client)
        switch try store.open(session, verified: credentials.passwordHash) {
        case .opened(let user): return try issue(to: user, in: session.id, refresh, fresh: .always, at: now)
        case .refused: return nil
        }
    }
}
