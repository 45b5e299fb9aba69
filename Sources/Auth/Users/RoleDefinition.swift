// SPDX-License-Identifier: Apache-2.0

/// A role as somebody wants to have it: a name that can name one, and what it is to allow.
public struct RoleDefinition: Sendable, Equatable {
    /// The name.
    public let name: String

    /// What it is to allow, each once, in alphabetical order; perhaps nothing.
    public let permissions: [String]

    /// The most permissions that a role may list.
    public static let maximumPermissions = 256

    /// Accepts the name and the permissions, or says what is wrong with them.
    ///
    /// - Throws: the first ``RoleFault``.
    public init(name: String, permissions: [String]) throws(RoleFault) {
        guard Role.isWellFormed(name) else { throw .name(name) }
        for permission in permissions where !Permission.canBeGranted(permission) { throw .permission(permission) }
        let distinct = Set(permissions)
        guard distinct.count <= Self.maximumPermissions else { throw .tooManyPermissions }
        self.name = name
        self.permissions = distinct.sorted()
    }
}

/// What is wrong with roles that somebody wants to have.
public enum RoleFault: Error, Sendable, Equatable {
    /// That can name no role.
    case name(String)
    /// That is no permission.
    case permission(String)
    /// A user would have more than ``Role/maximumPerUser``.
    case tooManyRoles
    /// A role would list more than ``RoleDefinition/maximumPermissions``.
    case tooManyPermissions
}

extension RoleFault: CustomStringConvertible {
    /// The value, as far as it is short, and what is allowed.
    public var description: String {
        switch self {
        case .name(let name):
            "Role name \"\(name.excerpt)\" must be 1-64 letters, digits, _, . or -, a letter or a digit first"
        case .permission(let permission):
            "Permission \"\(permission.excerpt)\" must be resource:action, resource:* or *, in the letters of a role name"
        case .tooManyRoles: "A user can have at most \(Role.maximumPerUser) roles"
        case .tooManyPermissions: "A role can have at most \(RoleDefinition.maximumPermissions) permissions"
        }
    }
}

extension String {
    /// The beginning, which is all that a complaint repeats of a text of any length.
    fileprivate var excerpt: String {
        let scalars = unicodeScalars
        return scalars.count <= 80 ? self : String(String.UnicodeScalarView(scalars.prefix(80))) + "…"
    }
}
