// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("A block of nginx's configuration")
struct NginxBlockTests {
    private func server(_ text: String) throws -> Nginx.Block {
        let dump = try #require(
            Nginx.Dump("# configuration file /n/nginx.conf:\nhttp {\nadd_header H 1;\nserver {\n\(text)\n}\n}"))
        return try #require(try Nginx(dump).servers.first)
    }

    @Test("inherits what may be said several times where it says none itself")
    func inheritance() throws {
        let server = try server(
            """
            fastcgi_param A 1; fastcgi_param B 2; client_max_body_size 2m;
            location /a { location /a/b { client_max_body_size 3m; } }
            location /c { fastcgi_param C 3; if ($x) { return 404; } }
            """)
        let locations = server.allBlocks(["location"])
        #expect(locations.map(\.title) == ["location /a", "location /a/b", "location /c"])
        #expect(locations.map { $0.list("fastcgi_param").map(\.arguments[0]) } == [["A", "B"], ["A", "B"], ["C"]])
        #expect(locations.map { $0.word("client_max_body_size") } == ["2m", "3m", "2m"])
        #expect(locations[2].blocks("if").first?.list("fastcgi_param").map(\.arguments[0]) == ["C"])
        #expect(locations[1].list("add_header").count == 1)
        #expect(locations[1].own("add_header").isEmpty)
    }

    @Test("is found by the path that leads to it")
    func locations() throws {
        let server = try server(
            "location / {} location = /a {} location ^~ /a/ { location /a/b/ {} } location ~ x$ {} location @n {}")
        let expected = [
            "/": "location /", "/a": "location = /a", "/ab": "location /", "/a/x": "location ^~ /a/",
            "/a/b/c": "location /a/b/",
            "@n": nil,
        ]
        for (path, title) in expected { #expect(server.location(of: path)?.title == title, "\(path)") }
    }

    @Test("is found by a path whose modifier stands close to it, too")
    func closeModifiers() throws {
        let server = try server("location / {} location =/a {} location ^~/a/ {} location ~*^/P$ {} location ~^/q$ {}")
        let expected = ["/a": "location =/a", "/a/x": "location ^~/a/", "/b": "location /"]
        for (path, title) in expected { #expect(server.location(of: path)?.title == title, "\(path)") }
        #expect(["/p", "/q", "/Q", "/a"].map(server.mayMatch) == [true, true, false, false])
    }

    @Test("is for clients unless it, or one around it, is internal or named")
    func reachable() throws {
        let server = try server(
            "location /a { } location /b { internal; location /b/c {} } location @d { } location /e { if ($x) { } }")
        let reachable = server.places.filter(\.isReachable).map(\.title)
        #expect(reachable == ["location /a", "location /e", "if ($x)"])
    }

    @Test("is itself, though the same file is included elsewhere too")
    func identity() throws {
        let dump = try #require(
            Nginx.Dump(
                "# configuration file /n/nginx.conf:\nhttp {\nserver { include b; }\nserver { include b; }\n}\n"
                    + "# configuration file /n/b:\nlocation /x {}\n"))
        let locations = try Nginx(dump).servers.flatMap { $0.allBlocks(["location"]) }
        #expect(locations.count == 2)
        #expect(locations[0] != locations[1])
        #expect(locations[0] == locations[0].enclosing("location"))
        #expect(locations[0].enclosing("upstream") == nil)
    }

    @Test("knows where it listens, and whether others hear it")
    func listeners() throws {
        #expect(try server("").listeners.map(\.address) == ["*:80"])
        let server = try server(
            "listen 443 ssl http2; listen 127.0.0.1:80; listen unix:/x; listen [::1]:1; listen [::]:80;")
        #expect(server.listeners.map(\.isEncrypted) == [true, false, false, false, false])
        #expect(server.listeners.map(\.isLocal) == [false, true, true, true, false])
    }

    @Test("knows which of its variables clients choose")
    func taint() throws {
        let dump = try #require(
            Nginx.Dump(
                """
                # configuration file /n/nginx.conf:
                http {
                    map $http_x $safe { default any; x role:admin; }
                    map $http_x $unsafe { default $http_x; }
                    map $host $captured { "~^(.*)$" $1; }
                    server {
                        set $loop $loop; set $copy $unsafe; set $constant any;
                        location /x { set $deep "role:$copy"; set $ok $safe; }
                    }
                }
                """))
        let nginx = try Nginx(dump)
        let taint = Taint(in: nginx.servers.first, of: nginx)
        for name in ["$arg_a", "$http_b", "$cookie_c", "$uri", "$copy", "$deep", "a${captured}b", "$unsafe", "$args"] {
            #expect(taint.variable(in: name) != nil, "\(name)")
        }
        for name in ["$safe", "$loop", "$constant", "$ok", "any", "$unknown", "$upstream_http_x"] {
            #expect(taint.variable(in: name) == nil, "\(name)")
        }
    }
}
