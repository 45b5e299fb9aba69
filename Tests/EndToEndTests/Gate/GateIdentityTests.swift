// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("Behind the gate: who asks")
struct GateIdentityTests {
    static let locations = """
        location /open/ {
            include gatehouse/identity.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        location /open-fastcgi/ {
            include gatehouse/identity.conf;
            fastcgi_pass FASTCGI_UPSTREAM;
        }
        location = /gatehouse/anyone {
            internal;
            include gatehouse/gate.conf;
            fastcgi_param GATEHOUSE_REQUIRE "any";
        }
        location /either/ {
            satisfy any;
            allow all;
            auth_request /gatehouse/anyone;
            include gatehouse/guarded_api.conf;
            proxy_pass HTTP_UPSTREAM;
        }
        """

    let gated = GatedHost.shared
    let host = GatedHost.shared.host
    let name: String
    let token: String

    init() throws {
        name = Host.someone("Zoë ")
        token = try host.login(name).access
    }

    /// What a client says that would like to be somebody else, in every spelling.
    static let forged: [String] =
        ["User", "Roles", "Session", "Truncated"].flatMap { member in
            spellings.flatMap { ["--header", "\($0)\(member): forged"] }
        } + ["Remote-User", "Remote_User", "Proxy"].flatMap { ["--header", "\($0): forged"] }

    private static let spellings = [
        "X-Gatehouse-", "X_Gatehouse-", "X-Gatehouse_", "X_Gatehouse_", "x-gatehouse-", "GATEHOUSE_", "Gatehouse-",
    ]

    /// The names under which something forged has reached an application that could believe it.
    private func forgeries(in reply: Reply) -> [String] {
        let fields = (reply.json?["fields"]?.array ?? []).compactMap(\.array)
        let names = fields.filter { $0.last?.string == "forged" }.compactMap { $0.first?.string }
        return names.filter { name in
            let variable = name.uppercased().replacing("-", with: "_")
            return variable.hasPrefix("X_GATEHOUSE_") || variable.hasPrefix("HTTP_X_GATEHOUSE_")
                || ["REMOTE_USER", "HTTP_REMOTE_USER", "PROXY", "HTTP_PROXY"].contains(variable)
                || (reply.json?["name"] == "fastcgi" && name.hasPrefix("GATEHOUSE_"))
        }
    }

    @Test("G12 an application over HTTP hears who asks, and nothing of what the client says of itself")
    func http() throws {
        let bearer = ["--header", "Authorization: Bearer \(token)"]
        let reply = try host.curl("/wiki/api/x", bearer + Self.forged)
        #expect(reply.status == 200)
        let user = name.replacing("Zoë ", with: "Zo%C3%AB%20")
        #expect(reply.passed("X-Gatehouse-User") == [user])
        #expect(reply.passed("X-Gatehouse-Roles") == ["user"])
        #expect(reply.passed("X-Gatehouse-Session").first?.count == 22)
        #expect(forgeries(in: reply).isEmpty)
    }

    @Test(
        "G13 to an application, a guest is nobody, whatever they say",
        arguments: ["/wiki/api/", "/open/", "/open-fastcgi/"])
    func guest(_ path: String) throws {
        let reply = try host.curl(path, Self.forged)
        #expect(reply.status == 200)
        let believed = ["X-Gatehouse-User", "HTTP_X_GATEHOUSE_USER", "GATEHOUSE_USER", "GATEHOUSE_ROLES"]
        #expect(Set(believed.flatMap(reply.passed)).isSubset(of: [""]))
        #expect(forgeries(in: reply).isEmpty)
    }

    @Test("G14 where nginx lets underscores in fields' names through, none of the spellings reaches an application")
    func underscores() throws {
        let server = try ExistingServer(gated, server: "underscores_in_headers on;\n" + Self.locations)
        for path in ["/open/", "/open-fastcgi/", "/either/"] {
            let reply = try server.curl(path, Self.forged + ["--header", "Some_Field: through"])
            #expect(reply.passed("Some_Field") + reply.passed("HTTP_SOME_FIELD") == ["through"], "\(path)")
            #expect(forgeries(in: reply).isEmpty, "\(path)")
        }
    }

    /// An application over gRPC: nginx once more, which speaks HTTP/2 and has what it received told as JSON.
    static let grpc = """
        server {
            listen unix:WEB/grpc.sock http2;
            underscores_in_headers on;
            location / { proxy_pass HTTP_UPSTREAM; }
        }
        """

    static let grpcLocations = """
        underscores_in_headers on;
        location /open/ {
            include gatehouse/identity.conf;
            grpc_pass grpc://unix:WEB/grpc.sock;
        }
        location = /gatehouse/guest { internal; include gatehouse/gate.conf; fastcgi_param GATEHOUSE_REQUIRE "optional"; }
        location /guarded/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            grpc_pass grpc://unix:WEB/grpc.sock;
        }
        location /withheld/ {
            auth_request /gatehouse/guest;
            include gatehouse/guarded_api.conf;
            include gatehouse/withhold_tokens.conf;
            grpc_pass grpc://unix:WEB/grpc.sock;
        }
        """

    @Test("G45 an application over gRPC hears who asks, nothing that the client says of itself, and no token withheld")
    func grpc() throws {
        let server = try ExistingServer(gated, http: Self.grpc, server: Self.grpcLocations)
        let bearer = "Bearer \(token)"
        let user = name.replacing("Zoë ", with: "Zo%C3%AB%20")
        let credentials = ["Authorization: \(bearer)", "Cookie: a=1; access_token_cookie=x"]
        for path in ["/open/", "/guarded/", "/withheld/"] {
            let guest = try server.curl(path, Self.forged + ["--header", "Some_Field: through"])
            #expect(guest.passed("Some_Field") == ["through"] && guest.passed("X-Gatehouse-User").isEmpty, "\(path)")
            let known = try server.curl(path, credentials.flatMap { ["--header", $0] } + Self.forged)
            #expect(known.passed("X-Gatehouse-User") == (path == "/open/" ? [] : [user]), "\(path)")
            #expect(known.passed("Authorization") == (path == "/withheld/" ? [] : [bearer]), "\(path)")
            #expect(known.passed("Cookie") == [path == "/withheld/" ? "a=1" : "a=1; access_token_cookie=x"], "\(path)")
            #expect((forgeries(in: guest) + forgeries(in: known)).isEmpty, "\(path)")
        }
    }

    @Test("G15 an application over FastCGI hears who asks, in parameters that no client can set")
    func fastcgi() throws {
        let bearer = ["--header", "Authorization: Bearer \(token)"]
        let reply = try host.curl("/shop/", bearer + Self.forged)
        #expect(reply.status == 200 && reply.json?["name"] == "fastcgi")
        let user = name.replacing("Zoë ", with: "Zo%C3%AB%20")
        for parameter in ["GATEHOUSE_USER", "HTTP_X_GATEHOUSE_USER"] { #expect(reply.passed(parameter) == [user]) }
        for parameter in ["GATEHOUSE_ROLES", "HTTP_X_GATEHOUSE_ROLES"] { #expect(reply.passed(parameter) == ["user"]) }
        #expect(reply.passed("REMOTE_USER").last == user)
        #expect(forgeries(in: reply).isEmpty)
        #expect(try host.curl("/shop/logo.txt", bearer).body == "a logo" && reply.all("Cache-Control").isEmpty)
        #expect(try host.curl("/shop/logo.txt").status == 302 && host.curl("/shop/index.php").status == 302)
    }

    @Test("G42 as many roles as a user may have pass the gate, with the longest name, and fit nginx's buffers")
    func roles() throws {
        let roles = (10..<42).map { "\($0)" + String(repeating: "r", count: 62) }
        for role in roles { #expect(try host.gatehouse("role", "set", role, "--nothing").status == 0) }
        let name = String(repeating: "😀", count: 72) + UUID().uuidString.prefix(8)
        _ = try host.login(name)
        #expect(try host.gatehouse(["user", "role", name] + roles).status == 0)
        let token = try host.post("/login", Host.credentials(name)).access
        for path in ["/wiki/api/", "/upload-fastcgi/"] {
            let reply = try host.get(path, token: token)
            let listed = reply.passed("X-Gatehouse-Roles") + reply.passed("GATEHOUSE_ROLES")
            #expect(reply.status == 200 && listed == [roles.joined(separator: ",")], "\(path)")
            #expect(Set(reply.passed("X-Gatehouse-Truncated") + reply.passed("GATEHOUSE_TRUNCATED")).isSubset(of: [""]))
        }
    }

    @Test("G16 the name of a Basic header is nobody's identity")
    func basic() throws {
        let reply = try host.curl("/wiki/api/", "--user", "admin:secret")
        #expect(reply.passed("X-Gatehouse-User").isEmpty)
        #expect(try host.curl("/live", "--user", "admin:secret").code == "token_required")
    }

    @Test("G17 whoever passes by `satisfy any`, without the gate, is nobody")
    func satisfyAny() throws {
        let reply = try host.curl("/either/", Self.forged)
        #expect(reply.status == 200 && reply.passed("X-Gatehouse-User").isEmpty)
        #expect(forgeries(in: reply).isEmpty)
    }
}
