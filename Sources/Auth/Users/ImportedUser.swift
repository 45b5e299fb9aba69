// SPDX-License-Identifier: Apache-2.0

/// A user of another application, who goes on here with the password that they have.
public struct ImportedUser: Sendable, Equatable {
    /// The name.
    public let name: Username

    /// The bcrypt hash, as the other application has stored it.
    public let passwordHash: String

    /// What a check of the password costs: the binary logarithm of bcrypt's rounds.
    public let hashCost: Int

    /// The roles; at least one.
    public let roles: [String]

    /// Why a user cannot be taken over.
    public enum Fault: Error, Sendable, Equatable {
        /// The name breaks a rule.
        case name(Violation)
        /// The hash is none of bcrypt's with a cost of 4 to 20.
        case hash
        /// A check of the password would cost so much, which is more than it may.
        case costly(Int)
        /// That can name no role.
        case role(String)
        /// The roles are more than ``Role/maximumPerUser``.
        case tooManyRoles
    }

    /// Takes a user over; where no role is named, it is `user`.
    ///
    /// A hash holds a slot until its owner has logged in, however long it takes: `highestCost` is how long it may.
    ///
    /// - Throws: ``Fault``.
    public init(
        name: String, passwordHash: String, roles: [String] = [], highestCost: Int = PasswordHasher.costs.upperBound
    ) throws(Fault) {
        do throws(Violation) {
            self.name = try Username(name)
        } catch {
            throw .name(error)
        }
        guard let hash = BcryptHash(passwordHash) else { throw .hash }
        guard hash.cost <= highestCost else { throw .costly(hash.cost) }
        for role in roles where !Role.isWellFormed(role) { throw .role(role) }
        guard Set(roles).count <= Role.maximumPerUser else { throw .tooManyRoles }
        self.passwordHash = passwordHash
        hashCost = hash.cost
        self.roles = roles.isEmpty ? [Role.user] : roles
    }
}

/// What came of taking users over.
public enum ImportOutcome: Sendable, Equatable {
    /// All of them are there now, or would be: so many.
    case added(Int)
    /// None was added: these stand in the way, in the order of the users.
    case refused([ImportObstacle])
}

/// Why one of the users could not be added; the index counts from 0.
public enum ImportObstacle: Sendable, Equatable {
    /// Somebody has the name, perhaps in another case, or another of the users has.
    case nameTaken(index: Int)
    /// There is no role of this name.
    case unknownRole(String, index: Int)
}
