// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("The names of roles and permissions")
struct RoleTests {
    static let good = ["a", "admin", "Editor2", "0", "on-call", "a.b_c-d", String(repeating: "x", count: 64)]

    static let bad = [
        "", " ", "a b", " a", "a ", "a|b", "|", "a:b", "role:a", "a,b", "*", "a*", "-a", ".a", "_a", "..", "a/b", "a=b",
        "a;b", "a\"b", "a'b", "a\\b", "$a", "a%20b", "a\tb", "a\nb", "a\r\nX: y", "a\u{0}", "\u{7f}", "a\u{200b}",
        "a\u{301}", "é", "аdmin", "ａdmin", "admın", "\u{202e}nimda", "管理", "🛡", "a\u{feff}",
        String(repeating: "x", count: 65), String(repeating: "x", count: 10_240),
    ]

    @Test("a role's name is safe in headers, in lists and in nginx's files", arguments: good)
    func goodName(_ name: String) throws {
        #expect(try RoleDefinition(name: name, permissions: []).name == name)
        #expect(try Role.names([name]) == [name])
        for permission in ["\(name):\(name)", "\(name):*"] {
            #expect(try RoleDefinition(name: "r", permissions: [permission]).permissions == [permission])
        }
    }

    @Test("what is not is refused, with a short sentence that says what is allowed", arguments: bad)
    func badName(_ name: String) {
        #expect(throws: RoleFault.name(name)) { try RoleDefinition(name: name, permissions: []) }
        #expect(throws: RoleFault.name(name)) { try Role.names(["user", name]) }
        for permission in ["\(name):read", "users:\(name)"] where permission != "users:*" {
            #expect(throws: RoleFault.permission(permission)) {
                try RoleDefinition(name: "r", permissions: ["a:b", permission])
            }
        }
        #expect(RoleFault.name(name).description.unicodeScalars.count < 200)
        #expect(RoleFault.permission(name).description.unicodeScalars.count < 200)
    }

    @Test(
        "a permission is resource:action, resource:* or *",
        arguments: ["", "users", "users:", ":read", ":", "a:b:c", "*:read", "*:*", "**", "users:*x", "users:read:*"])
    func badPermission(_ name: String) {
        #expect(throws: RoleFault.permission(name)) { try RoleDefinition(name: "r", permissions: [name]) }
    }

    @Test("names come once each, in order, and not without number")
    func lists() throws {
        let definition = try RoleDefinition(name: "r", permissions: ["b:c", "*", "a:b", "b:c"])
        #expect(definition.permissions == ["*", "a:b", "b:c"])
        #expect(try Role.names(["user", "admin", "user"]) == ["admin", "user"])
        let many = (0..<1000).map { "r\($0)" }
        #expect(try Role.names(Array(many[..<32] + many[..<32])).count == 32)
        #expect(throws: RoleFault.tooManyRoles) { try Role.names(Array(many[..<33])) }
        let permissions = many.map { "\($0):read" }
        #expect(try RoleDefinition(name: "r", permissions: Array(permissions[..<256])).permissions.count == 256)
        #expect(throws: RoleFault.tooManyPermissions) {
            try RoleDefinition(name: "r", permissions: Array(permissions[..<257]))
        }
    }

    @Test("an amendment says whether it ends an administrator's administration")
    func amendments() throws {
        #expect(UserAmendment(isDisabled: true).endsAdministration)
        #expect(!UserAmendment(isDisabled: false).endsAdministration)
        #expect(try UserAmendment(roles: ["user"]).endsAdministration)
        #expect(try UserAmendment(roles: ["admin"], isDisabled: true).endsAdministration)
        #expect(try !UserAmendment(roles: ["admin", "user"], isDisabled: false).endsAdministration)
    }
}
