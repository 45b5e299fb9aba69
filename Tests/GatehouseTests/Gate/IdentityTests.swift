// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@testable import Gatehouse

@Suite("Who passes, in fields that any server can hold")
struct IdentityTests {
    static let encoded = [
        ("alice", "alice"), ("Alice.B-c_d~e@example.com", "Alice.B-c_d~e@example.com"), ("a b", "a%20b"),
        ("a+b", "a%2Bb"), ("50%", "50%25"), ("o'brien, jr", "o%27brien%2C%20jr"), ("José", "Jos%C3%A9"),
        ("😀😀😀", "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"), ("a\"b\\c", "a%22b%5Cc"), ("x\r\ny", "x%0D%0Ay"),
    ]

    @Test("names are percent-encoded", arguments: encoded)
    func names(_ name: String, _ encoded: String) {
        #expect(name.percentEncoded == encoded)
    }

    private func identity(_ name: String, roles: [String]) -> Identity {
        Identity(of: User(id: 1, name: name, roles: roles, isDisabled: false, createdAt: 0), in: "session")
    }

    @Test("roles beyond what there is room for are left out whole, and that is said")
    func roles() throws {
        let many = (100...999).map { "role-\($0)" }
        let identity = self.identity("alice", roles: many)
        let roles = try #require(identity.members.first { $0.name == "Roles" }).value.split(separator: ",")
        #expect(roles.map(String.init) == Array(many.prefix(roles.count)))
        #expect(roles.count == 2560 / 9)
        #expect(identity.members.last?.name == "Truncated" && identity.members.last?.value == "roles")
        let few = self.identity("alice", roles: Array(many.prefix(284)))
        #expect(few.members.map(\.name) == ["User", "Roles", "Session"])
    }

    @Test("the fields stay below 4 kB, with the longest name and however many roles")
    func size() throws {
        let roles = (0..<500).map { "\($0)-" + String(repeating: "r", count: 60) }
        let identity = self.identity(String(repeating: "😀", count: 80), roles: roles)
        let bytes = Identity.fields(identity.members).reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        #expect(bytes < 3800)
    }
}
