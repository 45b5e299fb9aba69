// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("Behind the gate: policies")
struct GatePolicyTests {
    /// What stands in the check's location beside the include, by a name.
    static let policies: KeyValuePairs = [
        "admin": #"fastcgi_param GATEHOUSE_REQUIRE "role:admin";"#,
        "either": #"fastcgi_param GATEHOUSE_REQUIRE "role:admin|role:user";"#,
        "permission": #"fastcgi_param GATEHOUSE_REQUIRE "permission:reports:read";"#,
        "fresh": #"fastcgi_param GATEHOUSE_REQUIRE "fresh";"#,
        "none": "",
        "empty": #"fastcgi_param GATEHOUSE_REQUIRE "";"#,
        "blank": #"fastcgi_param GATEHOUSE_REQUIRE "   ";"#,
        "unset": "fastcgi_param GATEHOUSE_REQUIRE $cookie_that_nobody_sends;",
        "unknown": #"fastcgi_param GATEHOUSE_REQUIRE "everybody";"#,
        "misspelt": #"fastcgi_param GATEHOUSE_REQUIRE "rol:admin";"#,
        "ghost": #"fastcgi_param GATEHOUSE_REQUIRE "role:amdin";"#,
        "optionless": #"fastcgi_param GATEHOUSE_REQUIRE "optional|";"#,
        "long": "set $long \"\(String(repeating: "any ", count: 512))\";\n"
            + "fastcgi_param GATEHOUSE_REQUIRE $long$long$long$long$long;",
        "twice": #"fastcgi_param GATEHOUSE_REQUIRE "any"; fastcgi_param GATEHOUSE_REQUIRE "any";"#,
    ]

    static var locations: String {
        policies.map { name, policy in
            """
            location = /gatehouse/policy-\(name) { internal; include gatehouse/gate.conf; \(policy) }
            location /policy/\(name)/ {
                auth_request /gatehouse/policy-\(name);
                include gatehouse/guarded_api.conf;
                alias WEB/reports/;
            }
            """
        }.joined(separator: "\n")
    }

    let host = GatedHost.shared.host

    private func visit(_ policy: String, _ token: String?, _ arguments: String...) throws -> Reply {
        let authorization = token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []
        return try host.curl("/policy/\(policy)/q1.txt", authorization + arguments)
    }

    @Test("G5 each lets in whom it names, and tells the others which of the two they lack: 401 and 403")
    func decisions() throws {
        let user = try host.login(Host.someone())
        let refreshed = try host.ask("POST", "/refresh", token: user.refresh).access
        let administrator = Host.someone("admin")
        _ = try host.gatehouse("user", "add", administrator, "--role", "admin", input: "Correct1horse\n")
        let admin = try host.post("/login", Host.credentials(administrator)).access
        let table: [(policy: String, user: String?, admin: String?)] = [
            ("admin", "insufficient_permissions", nil), ("either", nil, nil), ("fresh", "fresh_token_required", nil),
            ("permission", "insufficient_permissions", nil),
        ]
        for row in table {
            #expect(try visit(row.policy, nil).code == "token_required", "\(row.policy)")
            let asUser = try visit(row.policy, refreshed)
            #expect(asUser.code == row.user && (asUser.body == "first quarter") == (row.user == nil), "\(row.policy)")
            #expect(try visit(row.policy, admin).body == "first quarter", "\(row.policy)")
        }
    }

    @Test("G43 a permission is held by who has a role with it, with all of its resource, or with everything")
    func permissions() throws {
        let (name, role) = (Host.someone(), Host.someone("role"))
        let token = try host.login(name).access
        #expect(try host.gatehouse("role", "set", role, "--nothing").status == 0)
        #expect(try host.gatehouse("user", "role", name, role).status == 0)
        for (permission, passes) in [
            ("reports:read", true), ("reports:write", false), ("reports:*", true), ("other:*", false), ("*", true),
        ] {
            #expect(try host.gatehouse("role", "set", role, permission).status == 0)
            let reply = try visit("permission", token)
            #expect((reply.status == 200) == passes, "\(permission)")
            #expect(reply.code == (passes ? nil : "insufficient_permissions"), "\(permission)")
        }
        #expect(try host.gatehouse("role", "delete", role, "--force").status == 0)
        #expect(try visit("permission", token).status == 403)
    }

    static let faults: [(policy: String, status: Int, reason: String)] = [
        ("empty", 403, "GATEHOUSE_REQUIRE is empty"), ("blank", 403, "GATEHOUSE_REQUIRE is empty"),
        ("unset", 403, "GATEHOUSE_REQUIRE is empty"), ("unknown", 403, #"has \"everybody\""#),
        ("misspelt", 403, #"has \"rol:admin\""#), ("optionless", 403, #"has the term \"optional|\""#),
        ("long", 403, "GATEHOUSE_REQUIRE has 10240 bytes"), ("twice", 403, "GATEHOUSE_REQUIRE was sent twice"),
    ]

    @Test(
        "G6 one that means nothing lets in nobody, an administrator neither, and the log says what is wrong",
        arguments: faults)
    func meaningless(_ policy: String, _ status: Int, _ reason: String) throws {
        let name = Host.someone("admin")
        _ = try host.gatehouse("user", "add", name, "--role", "admin", input: "Correct1horse\n")
        let token = try host.post("/login", Host.credentials(name)).access
        for token in [nil, token] {
            let reply = try visit(policy, token)
            #expect(reply.status == status && reply.code == "requirement_invalid")
            let id = try #require(reply.header("X-Request-ID"))
            #expect(eventually { host.log.contains(id) })
            let line = try #require(host.log.split(separator: "\n").first { $0.contains(id) })
            #expect(line.contains(reason) && line.contains(#""level":"error""#), "\(line)")
        }
    }

    @Test("G7 none at all lets in nobody: what the workers then answer is no verdict")
    func none() throws {
        let reply = try visit("none", host.login(Host.someone()).access)
        #expect(reply.status == 503 && reply.code == "service_unavailable")
    }

    @Test("G8 one that names a role which nobody has lets in nobody, and the log says which")
    func ghost() throws {
        let reply = try visit("ghost", host.login(Host.someone()).access)
        #expect(reply.status == 403 && reply.code == "insufficient_permissions")
        #expect(eventually { host.log.contains(#""require":"role:amdin""#) })
    }

    @Test("G9 none comes from a client, in whatever field, cookie or query it is sent")
    func forged() throws {
        let token = try host.login(Host.someone()).access
        for name in ["Gatehouse-Require", "GATEHOUSE_REQUIRE", "X-Gatehouse-Require", "HTTP-GATEHOUSE-REQUIRE"] {
            for policy in ["empty", "admin"] {
                let reply = try visit(policy, token, "--header", "\(name): any", "--header", "Cookie: \(name)=any")
                #expect(reply.status == 403, "\(name) \(policy)")
            }
        }
        let reply = try host.curl(
            "/policy/admin/q1.txt?GATEHOUSE_REQUIRE=any&require=any", "--header", "Authorization: Bearer \(token)")
        #expect(reply.status == 403)
        let other = try visit("none", token, "--header", "GATEHOUSE_REQUIRE: any", "--header", "Gatehouse-Require: any")
        #expect(other.status == 503)
    }

    @Test(
        "G10 the check itself is nothing that a client can ask",
        arguments: ["/gatehouse/policy-either", "/gatehouse/error"])
    func outside(_ path: String) throws {
        #expect(try host.get(path, token: host.login(Host.someone()).access).status == 404)
    }

    @Test("G11 what binds is the database: a role that is taken, an account that is shut, a session that has ended")
    func now() throws {
        let name = Host.someone()
        let first = try host.login(name).access
        #expect(try visit("admin", first).status == 403)
        #expect(try host.gatehouse("user", "role", name, "admin").status == 0)
        #expect(try visit("admin", first).status == 200)
        let second = Host.someone("admin")
        _ = try host.gatehouse("user", "add", second, "--role", "admin", input: "Correct1horse\n")
        #expect(try host.gatehouse("user", "role", name, "user").status == 0)
        #expect(try visit("admin", first).code == "insufficient_permissions")
        #expect(try host.ask("DELETE", "/logout", token: first).status == 200)
        #expect(try visit("either", first).code == "token_revoked")
        let again = try host.post("/login", Host.credentials(name)).access
        #expect(try visit("either", again).status == 200)
        #expect(try host.gatehouse("user", "disable", name).status == 0)
        #expect(try visit("either", again).code == "token_revoked")
    }
}
