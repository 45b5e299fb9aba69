// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite(
    "lighttpd, which asks an authorizer, with the configuration of the documentation",
    .over(.fastcgi, "the role of an authorizer is FastCGI's alone"))
struct LighttpdTests {
    static let requirements: [String: String?] = [
        "any": "any", "optional": "optional", "fresh": "fresh", "admin": "role:admin",
        "either": "role:admin|role:user", "both": "role:user fresh", "permission": "permission:reports:read",
        "empty": "", "misspelt": "rol:admin", "long": String(repeating: "any ", count: 2560), "none": nil,
    ]

    let gated: GatedHost
    let server: LighttpdHost
    var host: Host { gated.host }

    init() throws {
        let checks = Self.requirements.compactMap { name, requirement in
            requirement.map { Self.check(name, $0) }
        }
        gated = try GatedHost(locations: checks.joined(separator: "\n"))
        server = try LighttpdHost(gated, policies: Self.requirements)
    }

    /// The same policy for nginx; a text of 10 kB is none that its configuration could hold in one piece.
    private static func check(_ name: String, _ requirement: String) -> String {
        let pieces = stride(from: 0, to: requirement.count, by: 2000).map { start in
            "set $piece\(start) \"\(requirement.dropFirst(start).prefix(2000))\";"
        }
        let value = stride(from: 0, to: requirement.count, by: 2000).map { "$piece\($0)" }.joined()
        return """
            location = /gatehouse/l-\(name) {
                internal;
                \(pieces.joined(separator: "\n"))
                include gatehouse/gate.conf;
                fastcgi_param GATEHOUSE_REQUIRE "\(value)";
            }
            location /l-\(name)/ {
                auth_request /gatehouse/l-\(name);
                include gatehouse/guarded_api.conf;
                alias WEB/reports/;
            }
            """
    }

    /// Everybody who may come: nobody, a stranger, a user with and without a password shown, an administrator.
    private func comers() throws -> [String: String?] {
        let login = try host.login("alice")
        _ = try host.gatehouse("user", "add", "boss", "--role", "admin", input: "Correct1horse\n")
        return [
            "guest": nil, "stranger": "rubbish", "user": login.access,
            "refreshed": try host.ask("POST", "/refresh", token: host.post("/login", Host.credentials("alice")).refresh)
                .access, "administrator": try host.post("/login", Host.credentials("boss")).access,
        ]
    }

    @Test("G37 decides as nginx does, and the refusals have their body")
    func decisions() throws {
        for (comer, token) in try comers() {
            for (name, requirement) in Self.requirements where requirement != nil {
                let asked = token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []
                let (one, other) = (
                    try host.curl("/l-\(name)/q1.txt", asked), try server.curl("/\(name)/page.txt", asked)
                )
                #expect(one.status == other.status && one.code == other.code, "\(comer) \(name)")
                #expect(one.header("WWW-Authenticate") == other.header("WWW-Authenticate"), "\(comer) \(name)")
                #expect((other.body == "a page") == (other.status == 200), "\(comer) \(name)")
            }
            #expect(try server.get("/none/page.txt", token: token).code == "requirement_invalid")
        }
        #expect(eventually { host.log.contains(#""reason":"GATEHOUSE_REQUIRE was not sent""#) })
    }

    private static let forged =
        ["User", "Roles", "Session"].flatMap { member in
            ["GATEHOUSE_", "Gatehouse-", "Variable-GATEHOUSE_", "HTTP_GATEHOUSE_"].flatMap {
                ["--header", "\($0)\(member.uppercased()): forged"]
            }
        } + [
            "--header", "Remote-User: forged", "--header", "FCGI_ROLE: RESPONDER", "--header",
            "Gatehouse-Require: optional",
        ]

    @Test("G38 who asks arrives in variables of a program and of a FastCGI application, and no client forges them")
    func identity() throws {
        let token = try host.login("Zoë K").access
        let program = try server.get("/any/env.cgi", token: token, Self.forged).body.split(separator: "\n")
        for line in ["GATEHOUSE_USER=Zo%C3%AB%20K", "GATEHOUSE_ROLES=user", "REMOTE_USER=Zo%C3%AB%20K"] {
            #expect(program.count { $0 == line } == 1, "\(line)")
        }
        #expect(program.contains { $0.hasPrefix("GATEHOUSE_SESSION=") })
        #expect(!program.contains { $0.hasSuffix("=forged") && !$0.hasPrefix("HTTP_") })
        let application = try server.get("/any/x.php", token: token, Self.forged)
        #expect(application.passed("GATEHOUSE_USER") == ["Zo%C3%AB%20K"])
        #expect(application.passed("REMOTE_USER") == ["Zo%C3%AB%20K"])
    }

    @Test("G39 a guest who may pass has no name, whatever they say")
    func guest() throws {
        let program = try server.curl("/optional/env.cgi", Self.forged).body.split(separator: "\n")
        #expect(program.contains("GATEHOUSE_REQUIRE=optional"))
        for name in ["GATEHOUSE_USER=", "GATEHOUSE_ROLES=", "GATEHOUSE_SESSION=", "REMOTE_USER="] {
            #expect(!program.contains { $0.hasPrefix(name) }, "\(name)")
        }
    }

    @Test("G40 a body stays with what is guarded, however large", arguments: [0, 1, 65_536, 20_971_520])
    func bodies(_ bytes: Int) throws {
        let token = try host.login("alice").access
        let file = gated.web.file("body")
        try Data(count: bytes).write(to: URL(fileURLWithPath: file))
        for more in [[], ["--header", "Transfer-Encoding: chunked"]] {
            let arguments = ["--data-binary", "@\(file)"] + more
            let reply = try server.get("/any/x.php", token: token, arguments)
            #expect(reply.status == 200 && reply.json?["body"] == .integer(Int64(bytes)))
            #expect(try server.get("/any/x.php", token: nil, arguments).code == "token_required")
        }
    }

    @Test("G41 what changes binds at the next request, and without workers nobody passes")
    func closing() throws {
        let token = try host.login("alice").access
        #expect(try server.get("/any/page.txt", token: token).status == 200)
        #expect(try host.ask("DELETE", "/logout", token: token).status == 200)
        #expect(try server.get("/any/page.txt", token: token).code == "token_revoked")
        host.workers.forEach { $0.destroy() }
        host.closeListener()
        #expect(try server.get("/any/page.txt", token: token).status == 503)
        #expect(try server.get("/optional/page.txt", token: nil).status == 503)
    }
}
