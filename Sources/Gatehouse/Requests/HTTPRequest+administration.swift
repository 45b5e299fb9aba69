// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension HTTPRequest {
    /// The number of a user in the path.
    ///
    /// - Throws: ``Problem/noSuchUser`` where it is not spelled as one: no user is there.
    func userID() throws(Problem) -> User.ID {
        let text = parameter("id")
        guard let id = Int64(text), String(id) == text else { throw .noSuchUser }
        return id
    }

    /// What is to be changed of a user: the members `roles`, `disabled`, or both, and no others.
    func amendment() throws(Problem) -> UserAmendment {
        let body = try jsonObject(of: ["roles", "disabled"])
        let isDisabled = try body["disabled"].map { value throws(Problem) in
            guard let isDisabled = value.bool else { throw .invalid("disabled must be true or false") }
            return isDisabled
        }
        guard let roles = try body.names("roles") else {
            guard let isDisabled else { throw .invalid("Roles or disabled are required") }
            return UserAmendment(isDisabled: isDisabled)
        }
        return try Problem.of { () throws(RoleFault) in try UserAmendment(roles: roles, isDisabled: isDisabled) }
    }

    /// The role of the path with the member `permissions`, and no other.
    func roleDefinition() throws(Problem) -> RoleDefinition {
        let body = try jsonObject(of: ["permissions"])
        guard let permissions = try body.names("permissions") else { throw .invalid("Permissions are required") }
        let name = parameter("name")
        return try Problem.of { () throws(RoleFault) in try RoleDefinition(name: name, permissions: permissions) }
    }

    /// Whether the query says `force=true`.
    func isForced() throws(Problem) -> Bool {
        let problem = Problem.invalid("force must be true or false")
        switch try query("force", or: problem) {
        case nil, "false": return false
        case "true": return true
        default: throw problem
        }
    }

    /// The body with these members at most: what is misspelled would otherwise be left undone in silence.
    private func jsonObject(of names: [String]) throws(Problem) -> JSON {
        let body = try jsonObject()
        if let other = body.members?.first(where: { !names.contains($0.name) }) {
            let name = other.name.unicodeScalars.prefix(80).map(String.init).joined()
            throw .invalid("Unknown member \"\(name)\", allowed is \(names.joined(separator: " and "))")
        }
        return body
    }
}

extension JSON {
    /// The member as a list of strings; nil where there is none.
    fileprivate func names(_ member: String) throws(Problem) -> [String]? {
        guard let value = self[member] else { return nil }
        let names = value.array?.map(\.string)
        guard let names, !names.contains(nil) else { throw .invalid("\(member) must be a list of strings") }
        return names.compactMap { $0 }
    }
}

extension Problem {
    /// What `body` makes, or what is wrong with a role in it.
    fileprivate static func of<Value>(_ body: () throws(RoleFault) -> Value) throws(Problem) -> Value {
        do throws(RoleFault) {
            return try body()
        } catch {
            throw .invalid(error.description)
        }
    }

    fileprivate static func invalid(_ sentence: String) -> Problem {
        Problem(status: 400, code: "validation_failed", sentence: sentence)
    }
}
