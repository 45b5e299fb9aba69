// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("The output of nginx -T")
struct NginxDumpTests {
    /// The output of an nginx that has read these files, the main one first.
    private func dump(_ files: KeyValuePairs<String, String>, messages: String = "") -> String {
        messages + files.map { "# configuration file \($0):\n\($1)\n" }.joined()
    }

    private func nginx(_ files: KeyValuePairs<String, String>) throws -> Nginx {
        try Nginx(#require(Nginx.Dump(dump(files))))
    }

    @Test("is put together from the files that include each other, each line where it stands")
    func includes() throws {
        let nginx = try nginx([
            "/etc/nginx/nginx.conf": "a;\nhttp {\n include sites/*.conf;\n include /etc/nginx/b.conf;\n}\nz;",
            "/etc/nginx/sites/2.conf": "# one\nserver { include b.conf; }", "/etc/nginx/b.conf": "\nb;",
            "/etc/nginx/sites/1.conf": "server { c; }", "/etc/nginx/sites/deeper/3.conf": "server { d; }",
            "/etc/nginx/sites/.4.conf": "server { e; }",
        ])
        #expect(nginx.folder == "/etc/nginx")
        #expect(nginx.main.directives.map(\.name) == ["a", "http", "z"])
        #expect(
            nginx.servers.map { $0.head.place.description } == [
                "/etc/nginx/sites/1.conf:1", "/etc/nginx/sites/2.conf:2",
            ])
        #expect(nginx.servers[1].own("b").map(\.place.description) == ["/etc/nginx/b.conf:2"])
        #expect(nginx.http[0].own("b").count == 1)
        #expect(nginx.path("tls/cert.pem") == "/etc/nginx/tls/cert.pem")
        #expect(nginx.path("/tls/cert.pem") == "/tls/cert.pem")
    }

    @Test("may have more than the files in front, and any line ends in them")
    func messages() throws {
        let messages = "nginx: [warn] a in /x:1\r\n\nnginx: the configuration file /x syntax is ok\n"
        let dump = try #require(Nginx.Dump(dump(["/x/nginx.conf": "a;\r\nb;\r\n"], messages: messages)))
        #expect(dump.messages.map(Nginx.Message.init).map(\.level) == ["warn", ""])
        #expect(try Nginx(dump).main.directives.map(\.place.line) == [1, 2])
    }

    @Test("is none without a file in it", arguments: ["", "\n", "http { }", "# configuration file x:\na;"])
    func foreign(_ text: String) {
        #expect(Nginx.Dump(text) == nil)
    }

    @Test("is refused where a file is missing, includes itself or cannot be understood")
    func faults() {
        let places = [
            ("include b.conf;", "", "/n/nginx.conf:1"), ("include /n/nginx.conf;", "", "/n/nginx.conf:1"),
            ("include b.conf;", "include nginx.conf;", "/n/b.conf:1"), ("\ninclude b.conf;", "a {", "/n/b.conf:2"),
        ]
        for (main, other, place) in places {
            #expect(throws: Nginx.Fault.self) {
                do throws(Nginx.Fault) {
                    let text =
                        other.isEmpty
                        ? dump(["/n/nginx.conf": main]) : dump(["/n/nginx.conf": main, "/n/b.conf": other])
                    _ = try Nginx.Dump(text).map { dump throws(Nginx.Fault) in try Nginx(dump) }
                } catch {
                    #expect(error.place.description == place)
                    throw error
                }
            }
        }
    }

    @Test("tells what nginx has said apart from where")
    func message() {
        let warning = Nginx.Message("nginx: [warn] the \"listen … http2\" directive is deprecated in /etc/nginx/x:12")
        #expect(warning.level == "warn")
        #expect(warning.text == "the \"listen … http2\" directive is deprecated")
        #expect(warning.place == Place(path: "/etc/nginx/x", line: 12))
        let logged = Nginx.Message("2026/11/27 17:12:09 [emerg] 81#82: unknown directive \"x\" in /etc/nginx/x:3")
        #expect((logged.level, logged.text) == ("emerg", "unknown directive \"x\""))
        #expect(logged.place == Place(path: "/etc/nginx/x", line: 3))
        let other = Nginx.Message("nginx: configuration file /etc/nginx/nginx.conf test failed")
        #expect((other.level, other.text) == ("", "configuration file /etc/nginx/nginx.conf test failed"))
        #expect(other.place == nil)
    }
}
