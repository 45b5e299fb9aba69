// SPDX-License-Identifier: Apache-2.0

/// A user of another application, who goes on here with the password that they have.
public struct ImportedUser: Sendable, Equatable {
    /// The name.
    public let name: Username

    /// The hash, as the other application has stored it.
    public let passwordHash: String

    /// What a check of the password costs.
    public let hashScheme: HashingScheme

    /// The roles; at least one.
    public let roles: [String]

    /// Why a user cannot be taken over.
    public enum Fault: Error, Sendable, Equatable {
        /// The name breaks a rule.
        case name(Violation)
        /// The hash is none of a ``HashingMethod`` with one of its costs.
        case hash
        /// A check of the password would cost so much, which is more than it may.
        case costly(HashingScheme)
        /// That can name no role.
        case role(String)
        /// The roles are more than ``Role/maximumPerUser``.
        case tooManyRoles
    }

    /// Takes a user over; where no role is named, it is `user`.
    ///
    /// Each check holds a slot for as long as the hash takes, until its owner has logged in: `highestEffort` is how
    /// long that may be (``HashingScheme/effort``).
    ///
    /// - Throws: ``Fault``.
    public init(
        name: String, passwordHash: String, roles: [String] = [], highestEffort: Int = .max
    ) throws(Fault) {
        do throws(Violation) {
            self.name = try Username(name)
        } catch {
            throw .name(error)
        }
        guard let hash = PasswordHash(passwordHash) else { throw .hash }
        guard hash.scheme.effort <= highestEffort else { throw .costly(hash.scheme) }
        for role in roles where !Role.isWellFormed(role) { throw .role(role) }
        guard Set(roles).count <= Role.maximumPerUser else { throw .tooManyRoles }
        self.passwordHash = passwordHash
        hashScheme = hash.scheme
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
