// SPDX-License-Identifier: Apache-2.0

extension Authority {
    /// The user's sessions that are alive, those that were used last before the others.
    public func sessions(of grant: Grant) throws -> [OpenSession] {
        try store.sessions(of: grant.user.id, at: clock())
    }

    /// Ends the session for whoever has shown a token of it: when this has returned, its access and refresh tokens are
    /// dead everywhere.
    ///
    /// - Throws: ``Denial/tokenRevoked`` where it had ended before.
    public func logout(_ session: Session.ID, from client: Client) throws {
        let author = Author.bearer(of: session, from: client)
        guard try store.end(session, of: nil, as: .logout, by: author, at: clock()) else { throw Denial.tokenRevoked }
    }

    /// Ends a session of the same user; false where they have none of that name that is alive.
    public func end(_ session: Session.ID, by grant: Grant, from client: Client) throws -> Bool {
        let author = Author.user(grant.user, in: grant.session, from: client)
        // To end the session that one is in is to log out.
        let action: AuditAction = session == grant.session ? .logout : .endSession
        return try store.end(session, of: grant.user.id, as: action, by: author, at: clock())
    }

    /// Ends all sessions of the user, that of the grant among them.
    public func logoutAll(_ grant: Grant, from client: Client) throws {
        let author = Author.user(grant.user, in: grant.session, from: client)
        _ = try store.endSessions(of: grant.user.id, keeping: nil, as: .logoutAll, by: author, at: clock())
    }
}
