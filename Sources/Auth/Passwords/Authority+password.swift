// SPDX-License-Identifier: Apache-2.0

extension Authority {
    /// Gives the user of the grant another password, and ends all their sessions but that of the grant.
    ///
    /// A user may do so as often as an address may log in: each change costs as much as several logins, and one account
    /// could take the hashing slots from all others.
    ///
    /// - Throws: ``Denial/invalid(_:)`` for the new password, ``Denial/invalidCredentials`` where the current one is
    ///   wrong, ``Denial/limited(_:)`` where it has been wrong too often, ``Denial/passwordChanged`` where it was right
    ///   until another request changed it, ``Denial/busy(retryAfter:)``.
    public func changePassword(of grant: Grant, from current: String, to new: String, by client: Client) throws {
        let password = try Self.accepted(password: new)
        let author = Author.user(grant.user, in: grant.session, from: client)
        // Once the present password has been hashed the change counts, whether there is a slot for the new one or not.
        var proven = try counting(changes(of: grant.user), at: clock()) {
            try self.proven(current, of: grant, by: author, from: client)
        }.result
        let hash = try hashing { try hasher.hash(password) }
        // Twice, since a login may hash the same password anew while it is being proved here.
        for _ in 1...2 {
            let change = try store.setPassword(
                of: grant.user.id, from: proven.passwordHash, to: hash, keeping: grant.session, by: author,
                at: clock())
            guard change == .stale else { return try check(change) }
            proven = try provenAgain(current, of: grant)
        }
        throw Denial.passwordChanged
    }

    /// The credentials as they are by now, where the password is still the same.
    ///
    /// A failure is none of the client's, whose password was right when it was shown, so it counts nowhere.
    private func provenAgain(_ password: String, of grant: Grant) throws -> Credentials {
        let (_, credentials) = try credentials(of: grant)
        let check = try hashing { try hasher.verify(password, against: credentials.passwordHash) }
        guard case .right = check else { throw Denial.passwordChanged }
        return credentials
    }

    private func credentials(of grant: Grant) throws -> (Username, Credentials) {
        guard let name = try? Username(grant.user.name), let credentials = try store.credentials(for: name),
            credentials.userID == grant.user.id
        else { throw Denial.tokenRevoked }
        return (name, credentials)
    }

    private func changes(of user: User) -> [RateCharge] {
        limits.login.map { RateCharge(scope: "password", subject: Username.key(of: user.name) ?? user.name, limit: $0) }
    }

    private func proven(
        _ password: String, of grant: Grant, by author: Author, from client: Client
    ) throws -> Credentials {
        let (name, credentials) = try credentials(of: grant)
        let charges = try changeCharges(for: name, credentials, from: client)
        let attempt = Attempt(of: .changePassword, as: name, by: author, charges: charges)
        return try prove(password, of: credentials, attempt).proven
    }

    private func check(_ change: UserChange) throws(Denial) {
        guard case .changed = change else { throw .tokenRevoked }
    }

    private static func accepted(password: String) throws(Denial) -> Password {
        do throws(Violation) {
            return try Password(password)
        } catch {
            throw .invalid(error)
        }
    }
}
