// SPDX-License-Identifier: Apache-2.0

extension Authority {
    /// Makes an account with the role `user` and returns its user.
    ///
    /// - Throws: ``Denial/registrationClosed``, ``Denial/invalid(_:)``, ``Denial/usernameTaken``,
    ///   ``Denial/busy(retryAfter:)``.
    public func register(username: String, password: String, from client: Client) throws -> User {
        guard limits.isRegistrationOpen else { throw Denial.registrationClosed }
        let (name, password) = try Self.accepted(username: username, password: password)
        // Asked first, since a hash costs a thousand times what the question does.
        guard try store.user(named: name) == nil else { throw Denial.usernameTaken }
        let hash = try hashing { try hasher.hash(password) }
        let author = Author.stranger(client)
        switch try store.add(name, passwordHash: hash, roles: [Role.user], as: .register, by: author, at: clock()) {
        case .added(let user): return user
        case .nameTaken: throw Denial.usernameTaken
        case .unknownRole(let role): throw MissingBuiltInRole(name: role)
        }
    }

    private static func accepted(username: String, password: String) throws(Denial) -> (Username, Password) {
        do throws(Violation) {
            return (try Username(username), try Password(password))
        } catch {
            throw .invalid(error)
        }
    }

    /// Runs work that waits for a hashing slot, and tells a full queue as a denial.
    func hashing<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let busy as HashingBusy {
            throw Denial.busy(retryAfter: busy.retryAfter)
        }
    }
}

/// A database without one of the roles that every database has: somebody has changed it by hand.
struct MissingBuiltInRole: Error, CustomStringConvertible {
    let name: String

    var description: String { "the database has lost its built-in role \"\(name)\"" }
}
