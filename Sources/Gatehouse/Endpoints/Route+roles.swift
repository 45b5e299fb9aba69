// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Route {
    /// For administrators: the roles, and what each allows.
    static func roles(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/admin/roles", .role(Role.admin)) { _, _ in
                .json(try authority.store.roles().listing)
            },
            Route(.put, "/admin/roles/{name}", .role(Role.admin)) { request, grant in
                switch try authority.set(request.roleDefinition(), by: grant, from: request.client) {
                case .made(let role): return .json(role.json, status: 201)
                case .changed(let role): return .json(role.json)
                case .builtIn: throw Problem.administratorsRole
                case .spelledOtherwise(let name): throw Problem.roleExists(name)
                case .forbidden: throw Denial.insufficientPermissions
                }
            },
            Route(.delete, "/admin/roles/{name}", .role(Role.admin)) { request, grant in
                let (name, isForced) = (request.parameter("name"), try request.isForced())
                switch try authority.deleteRole(name, evenIfHeld: isForced, by: grant, from: request.client) {
                case .deleted: return .message("Role deleted successfully")
                case .unknownRole: throw Problem.noSuchRole
                case .builtIn: throw Problem.builtInRole
                case .held(let role): throw Problem.heldRole(role)
                case .forbidden: throw Denial.insufficientPermissions
                }
            },
        ]
    }
}

extension Problem {
    fileprivate static let noSuchRole = Problem(status: 404, code: "role_not_found", sentence: "Role not found")

    fileprivate static let builtInRole = Problem(
        status: 409, code: "role_built_in", sentence: "A built-in role cannot be deleted")

    fileprivate static let administratorsRole = Problem(
        status: 409, code: "role_built_in", sentence: "The role admin allows everything, and only that: [\"*\"]")

    fileprivate static func roleExists(_ name: String) -> Problem {
        Problem(status: 409, code: "role_exists", sentence: "There is a role named \(name), spelled in other letters")
    }

    fileprivate static func heldRole(_ role: Role) -> Problem {
        Problem(
            status: 409, code: "role_in_use",
            sentence: "The role is in use by \(role.holders) \(role.holders == 1 ? "user" : "users"); "
                + "?force=true takes it from them")
    }
}
