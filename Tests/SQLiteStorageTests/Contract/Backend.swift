// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import SQLiteStorage
import TestSupport
import Testing

/// A kind of store, for all of which the same contract holds.
struct Backend: Sendable, CustomTestStringConvertible {
    let testDescription: String

    /// Makes an empty place, in which several stores can be opened that share what they hold.
    let place: @Sendable () throws -> Place

    static let all = [
        Backend(testDescription: "SQLite") {
            let folder = try TemporaryFolder()
            return Place { try SQLiteStore(path: folder.file()) }
        }
    ]
}

/// What several stores share.
struct Place: Sendable {
    let open: @Sendable () throws -> any Store
}

extension Backend {
    /// One store in a place of its own.
    func store() throws -> any Store { try place().open() }
}

extension Store {
    /// A user who has been added now.
    @discardableResult
    func made(_ name: String = "alice", hash: String = "hash", roles: [String] = [Role.user]) throws -> User {
        let addition = try add(Username(name), passwordHash: hash, roles: roles, at: 1000)
        guard case .added(let user) = addition else { throw Unexpected(what: "\(addition)") }
        return user
    }

    /// A session that has been opened now, with the refresh token `first`.
    @discardableResult
    func opened(
        _ id: Session.ID, for user: User, hash: String = "hash", from address: String = "192.0.2.1",
        at now: NumericDate = 1000, expiring: NumericDate = 2000
    ) throws -> Session {
        let session = Session(
            id: id, userID: user.id, refreshDigest: TokenDigest(tokenID: "first"), createdAt: now,
            expiresAt: expiring, client: Client(address: address, userAgent: "test"))
        let opening = try open(session, verified: hash)
        guard case .opened = opening else { throw Unexpected(what: "\(opening)") }
        return session
    }

    /// Spends a token for its successor, which is made for the holder as they are now.
    func spend(
        _ presented: TokenDigest, of session: Session.ID = "s", for next: Successor, at now: NumericDate,
        from address: String = "192.0.2.1"
    ) throws -> Spending {
        // Of a session that has ended nobody is the holder, and it is the store that is to say so.
        let nobody = User(id: 0, name: "nobody", roles: [], isDisabled: false, createdAt: 0)
        let holder = try holder(of: session) ?? Holder(user: nobody, since: 0)
        return try spend(
            presented, of: session, for: next, to: holder, by: Client(address: address), at: now)
    }

    /// Spends the token `old` for the token `new`.
    func spend(
        _ old: String, for new: String, of session: Session.ID = "s", from address: String = "192.0.2.1",
        at now: NumericDate = 1100, expiring: NumericDate = 2100
    ) throws -> Spending {
        try spend(
            TokenDigest(tokenID: old), of: session,
            for: Successor(digest: TokenDigest(tokenID: new), expiresAt: expiring), at: now, from: address)
    }
}

/// A test cannot go on.
struct Unexpected: Error {
    let what: String
}
