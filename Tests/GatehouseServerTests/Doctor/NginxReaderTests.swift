// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("nginx's configuration language")
struct NginxReaderTests {
    private func read(_ text: String) throws(Nginx.Fault) -> [Nginx.Directive] {
        var reader = Nginx.Reader(path: "/f", text: text[...])
        return try reader.directives()
    }

    private func words(_ text: String) throws -> [String] {
        let directive = try #require(try read(text).first)
        return [directive.name] + directive.arguments
    }

    @Test(
        "is read word by word, as nginx does",
        arguments: [
            ("a;", ["a"]), ("a b  c\t\nd;", ["a", "b", "c", "d"]), ("a b;# c;", ["a", "b"]), ("a#b c;", ["a#b", "c"]),
            ("a \"b c\" 'd;e' \"\";", ["a", "b c", "d;e", ""]),
            (#"a "b\"c" 'd\'e' f\;g;"#, ["a", "b\"c", "d'e", #"f\;g"#]),
            (#"a b\\c "d\ne" \.php$;"#, ["a", #"b\c"#, "d\ne", #"\.php$"#]), ("a ${b}c $d;", ["a", "${b}c", "$d"]),
            ("a b}c;", ["a", "b}c"]), ("a # x\n b;", ["a", "b"]), ("a 'b # c';", ["a", "b # c"]),
            ("if ($a = \"b\") { c; }", ["if", "($a", "=", "b", ")"]), ("a b\r\n;\r\n", ["a", "b"]),
            ("ä ö;", ["ä", "ö"]),
        ])
    func words(_ text: String, _ expected: [String]) throws {
        #expect(try words(text) == expected)
    }

    @Test("has blocks within blocks, and knows the line of each directive")
    func blocks() throws {
        let text = "a {\n  b c;\n  d {\n    e;\n  }\n}\n# f {\ng;\n"
        let directives = try read(text)
        #expect(directives.map(\.name) == ["a", "g"])
        #expect(directives.map(\.place.line) == [1, 8])
        let block = try #require(directives[0].block)
        #expect(block.map(\.name) == ["b", "d"])
        #expect(block.map(\.place.line) == [2, 3])
        #expect(block[1].block?.first?.place == Place(path: "/f", line: 4))
        #expect(directives[1].block == nil)
    }

    @Test("leaves programs in Lua alone")
    func lua() throws {
        let text = "location /x { content_by_lua_block { local t = { a = \"}\" .. \"{\" } -- it's\n } }\nb;"
        #expect(try read(text).map(\.name) == ["location", "b"])
    }

    @Test(
        "is refused with the line where it makes no sense",
        arguments: [
            ("a", 1), ("a b\nc", 2), ("a {", 1), ("a {\n b;\n", 3), ("}", 1), ("a; }", 1), (";", 1), ("{ a; }", 1),
            ("a \"b", 1), ("a\n'b\n\n", 2), ("a \"b\"c;", 1), ("a }", 1), ("x_by_lua_block { {", 1),
            (String(repeating: "a {", count: 100_000), 1),
        ])
    func faults(_ text: String, _ line: Int) {
        do throws(Nginx.Fault) {
            _ = try read(text)
            Issue.record("\(text.prefix(20)) was read")
        } catch {
            #expect(error.place == Place(path: "/f", line: line))
            #expect(!error.sentence.isEmpty)
        }
    }

    @Test("can be written again")
    func text() throws {
        for text in ["a b $c", #"a "b c" "d;""#, #"a "" "e\"f""#] {
            #expect(try #require(try read(text + ";").first).text == text)
        }
    }

    @Test("counts bytes and seconds in its units")
    func quantities() {
        #expect(
            [("0", 0), ("512", 512), ("64k", 65_536), ("8M", 8 << 20), ("1g", 1 << 30)].allSatisfy {
                Nginx.bytes($0) == $1
            })
        #expect(["", "k", "-1", "1x", "9999999999999999g"].allSatisfy { Nginx.bytes($0) == nil })
        #expect(
            [("10s", 10), ("75", 75), ("1m", 60), ("2h", 7200), ("1d", 86_400), ("1500ms", 1)].allSatisfy {
                Nginx.seconds($0) == $1
            })
        #expect(["", "s", "1h30m", "soon"].allSatisfy { Nginx.seconds($0) == nil })
    }

    @Test("names variables in texts")
    func variables() {
        #expect(Nginx.variables(in: "$a-${B}c$1 $ $$d{e}") == ["a", "b", "1", "d"])
        #expect(Nginx.variables(in: "none") == [])
        #expect(Nginx.variable("$a_B") == "a_b")
        #expect(Nginx.variable("${a}") == "a")
        for text in ["a", "$a$b", "x$a", "$a-", "$", ""] { #expect(Nginx.variable(text) == nil) }
    }
}
