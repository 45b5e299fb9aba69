// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI

/// Who passes, in the words of a web server: text that any field or variable can hold.
///
/// Every value is percent-encoded (RFC 3986 §2.1) but for letters, digits and `-._~@`; the roles, whose names need no
/// encoding, are separated by commas.
struct Identity {
    /// What is said, by names that become those of fields and variables.
    let members: [(name: String, value: String)]

    /// The most bytes that the roles may have together, so that a web server's buffer of 4 kB holds all fields.
    static let rolesLimit = 2560

    init(of user: User, in session: Session.ID) {
        let roles = Self.fitting(user.roles)
        var members = [
            ("User", user.name.percentEncoded), ("Roles", roles.joined(separator: ",")),
            ("Session", session.percentEncoded),
        ]
        if roles.count < user.roles.count { members.append(("Truncated", "roles")) }
        self.members = members
    }

    /// The fields of an answer to nginx.
    static func fields(_ members: [(name: String, value: String)]) -> [(name: String, value: String)] {
        members.map { ("X-Gatehouse-\($0.name)", $0.value) }
    }

    /// The fields that a web server makes variables of for whatever it runs next (FastCGI Specification 1.0 §6.3).
    static func variables(_ members: [(name: String, value: String)]) -> [(name: String, value: String)] {
        let own = members.map { (name: "Variable-GATEHOUSE_\($0.name.uppercased())", value: $0.value) }
        let user = members.first { $0.name == "User" }.map { (name: "Variable-REMOTE_USER", value: $0.value) }
        return own + [user].compactMap(\.self)
    }

    /// As many of the roles as there is room for.
    private static func fitting(_ roles: [String]) -> ArraySlice<String> {
        var size = 0
        return roles.prefix { role in
            size += role.utf8.count + 1
            return size <= rolesLimit
        }
    }
}
