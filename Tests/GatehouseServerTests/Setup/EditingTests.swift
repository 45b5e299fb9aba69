// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("Editing what an operator may have edited")
struct EditingTests {
    static let settings: [(before: String, after: String)] = [
        ("A=1\nB=2\n", "A=9\nB=2\n"),
        ("# A\n#A=1\nB=2\n", "# A\nA=9\nB=2\n"),
        ("#A=1\nA=2\nA=3\n", "#A=1\nA=2\nA=9\n"),
        ("B=2\n", "B=2\nA=9\n"),
        ("B=2", "B=2\nA=9"),
        ("", "A=9\n"),
        ("A=1\nexport A=2\nB=2\n", "A=1\nexport A=9\nB=2\n"),
        ("A=1\n A = 2 # two\n", "A=1\n A = 9\n"),
        ("A=1\nA=\nB=2\n", "A=1\nA=9\nB=2\n"),
        ("A= # none\n", "A= 9\n"),
        ("A=\"1\n2\" # two lines\nB=2\n", "A=9\nB=2\n"),
        ("B=\"\nA=1\n#A=2\n\"\n", "B=\"\nA=1\n#A=2\n\"\nA=9\n"),
        ("\u{FEFF}A=1\r\nB=2\r\n", "\u{FEFF}A=9\r\nB=2\r\n"),
        ("\u{FEFF}# A\r\n#A=1\r\nB=2\r\n", "\u{FEFF}# A\r\nA=9\r\nB=2\r\n"),
        ("A=1\rA=2\rB=2", "A=1\rA=9\rB=2"),
        ("A=\u{301}e\n", "A=9\n"),
    ]

    @Test("a setting changes where it counts", arguments: settings)
    func setting(_ before: String, _ after: String) throws {
        let next = try #require(SettingsText(before).setting("A", to: "9")).text
        #expect(Array(next.utf8) == Array(after.utf8), "\(next.debugDescription)")
        let entries = try DotEnvFile(path: "", text: next).entries
        #expect(entries.last { $0.name == "A" }?.value == "9")
    }

    @Test("a value that would be read as another, or a file that cannot be read, is left alone")
    func unwritable() {
        for value in ["a #b", " a", "\"a\"", "a\nb"] {
            #expect(SettingsText("A=1\n").setting("A", to: value) == nil, "\(value)")
        }
        #expect(SettingsText("A='1\n").setting("A", to: "9") == nil)
    }

    @Test("of a server that was edited only what is wished changes")
    func site() {
        let text = """
            server {
                listen 8443 ssl; # mine
                server_name old.example;
                ssl_certificate /old.pem;
                ssl_certificate_key /old.key;
                # server_name of my dreams
                return 301 https://old.example$request_uri;
            }
            """
        let site = SiteText(text)
        #expect(site.name == "old.example" && site.certificate == "/old.pem" && site.certificateKey == "/old.key")
        #expect(site.naming("old.example", certificate: "/old.pem", key: "/old.key").text == text)
        let next = site.naming("new.example", certificate: "/new.pem", key: "/new.key").text
        #expect(next == text.replacing(/old(?=\.)/, with: "new"))
    }

    /// Lines of listening, and what is made of them for a later nginx.
    static let listening: [(before: String, after: String)] = [
        (
            "server {\n  listen 80;\n  listen 1 ssl http2; # mine\n  listen 2 http2 ssl;\n}\nserver {\n  listen 3 http2;\n}",
            "server {\n  listen 80;\n  http2 on;\n  listen 1 ssl; # mine\n  listen 2 ssl;\n}\n"
                + "server {\n  http2 on;\n  listen 3;\n}"
        ),
        (
            "listen 1 ssl;\n# listen 2 http2;\nlisten unix:/x-http2;\n",
            "listen 1 ssl;\n# listen 2 http2;\nlisten unix:/x-http2;\n"
        ),
        ("listen 1 ssl http2;\nhttp2 on;\n", "listen 1 ssl http2;\nhttp2 on;\n"),
    ]

    @Test(
        "HTTP/2 is said once a server, where it was a parameter, and not where nobody knows the nginx",
        arguments: listening)
    func http2(_ before: String, _ after: String) {
        #expect(SiteText(before).offeringHTTP2(by: DebianVersion("1.26.3")).text == after)
        #expect(SiteText(before).offeringHTTP2(by: DebianVersion("1.9.5")).text == before)
        #expect(SiteText(before).offeringHTTP2(by: nil).text == before)
    }

    @Test("an origin is added once, and nothing where the list is another")
    func origins() throws {
        let list = OriginsText(
            "map $http_origin $gatehouse_origin {\n    default 0;\n    \"https://a.example\" 1;\n}\n")
        let next = try #require(list.allowing(["https://a.example", "https://b.example"]))
        #expect(next.text.components(of: "a.example") == 1 && next.text.contains("    \"https://b.example\" 1;\n"))
        #expect(next.allowing(["https://b.example"])?.text == next.text)
        #expect(OriginsText("map $http_origin $mine {\n").allowing([]) == nil)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
