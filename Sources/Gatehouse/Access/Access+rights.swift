// SPDX-License-Identifier: Apache-2.0

import Auth

extension Access where Subject == Grant {
    /// Whoever holds the role now, whatever their token says.
    public static func role(_ role: String) -> Access { .role(anyOf: role) }

    /// Whoever holds one of the roles now.
    public static func role(anyOf roles: String...) -> Access {
        guarded("role \(roles.joined(separator: " or "))") { grant, _ in
            guard roles.contains(where: grant.user.roles.contains) else { throw Denial.insufficientPermissions }
        }
    }

    /// Whoever holds every one of the roles now.
    public static func role(allOf roles: String...) -> Access {
        guarded("role \(roles.joined(separator: " and "))") { grant, _ in
            guard roles.allSatisfy(grant.user.roles.contains) else { throw Denial.insufficientPermissions }
        }
    }

    /// Whoever holds a role that grants the permission now.
    public static func permission(_ permission: Permission) -> Access { .permission(anyOf: permission) }

    /// Whoever holds a role that grants one of the permissions now.
    public static func permission(anyOf permissions: Permission...) -> Access {
        guarded("permission \(permissions.map(\.name).joined(separator: " or "))") { grant, authority in
            for permission in permissions where try authority.store.user(grant.user.id, holds: permission) { return }
            throw Denial.insufficientPermissions
        }
    }

    /// Whoever holds roles that together grant every one of the permissions now.
    public static func permission(allOf permissions: Permission...) -> Access {
        guarded("permission \(permissions.map(\.name).joined(separator: " and "))") { grant, authority in
            for permission in permissions where try !authority.store.user(grant.user.id, holds: permission) {
                throw Denial.insufficientPermissions
            }
        }
    }
}
