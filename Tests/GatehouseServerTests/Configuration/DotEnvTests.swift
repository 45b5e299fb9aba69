// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("A .env file in python-dotenv's syntax")
struct DotEnvTests {
    private func entries(_ text: String) throws -> [String: String] {
        let file = try DotEnvFile(path: ".env", text: text)
        return Dictionary(file.entries.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    static let values: [(line: String, value: String)] = [
        ("A=b", "b"),
        ("A = b ", "b"),
        ("  A=b", "b"),
        ("export A=b", "b"),
        ("export\tA=b", "b"),
        ("A=", ""),
        ("A=b # comment", "b"),
        ("A=b\t#comment", "b"),
        ("A=b#no comment", "b#no comment"),
        ("A=#b", "#b"),
        ("A= # comment", ""),
        ("A=two words", "two words"),
        ("A=b\r\n", "b"),
        ("\u{FEFF}A=b", "b"),
        (#"A="b # no comment" # comment"#, "b # no comment"),
        (#"A='b # no comment'"#, "b # no comment"),
        (#"A="tab\tline\nquote\"backslash\\""#, "tab\tline\nquote\"backslash\\"),
        (#"A="\a\b\f\r\v\'\q""#, "\u{07}\u{08}\u{0C}\r\u{0B}'\\q"),
        (#"A='no\tescape, but \' and \\'"#, #"no\tescape, but ' and \"#),
        (#"A="a\\"  "#, #"a\"#),
        ("A=\"two\nlines\"", "two\nlines"),
        ("A='two\nlines'", "two\nlines"),
        (#"A="""#, ""),
        ("A=${HOME}/$B", "${HOME}/$B"),
        ("A=b=c==", "b=c=="),
        (#"A=b"c""#, #"b"c""#),
        ("A=Grüße 🗝", "Grüße 🗝"),
    ]

    @Test("a value is read as python-dotenv reads it", arguments: values)
    func value(_ line: String, _ value: String) throws {
        #expect(try entries(line) == ["A": value])
    }

    @Test("empty lines and comments are no entries")
    func nothing() throws {
        #expect(try entries("").isEmpty)
        #expect(try entries("\n \t\n# A=b\n   # C=d").isEmpty)
    }

    @Test("entries keep their order and know their lines, also after a value of several lines")
    func lines() throws {
        let file = try DotEnvFile(path: "x", text: "# first\nA=1\n\nB=\"2\n3\"\r\nC=4\nA=5\n")
        #expect(file.entries.map(\.name) == ["A", "B", "C", "A"])
        #expect(file.entries.map(\.line) == [2, 4, 6, 7])
    }

    @Test("a name called export is a name")
    func export() throws {
        #expect(try entries("export=1\nexported=2") == ["export": "1", "exported": "2"])
    }

    static let faults: [(text: String, line: Int, words: String)] = [
        ("A=1\nJWT_SECRET_KEY", 2, "no = after \"JWT_SECRET_KEY\""),
        ("A B=1", 1, "no = after \"A\""),
        ("=1", 1, "no name"),
        ("\n\nA=\"open\nB=2\n", 3, "the quote \" is not closed"),
        ("A='open", 1, "the quote ' is not closed"),
        (#"A="closed" more"#, 1, "more after the closing quote"),
        (#"A="closed\""#, 1, "not closed"),
        ("A=1\nexport B\nC=3", 2, "no = after \"B\""),
    ]

    @Test("a malformed line is an error that names the file and the line", arguments: faults)
    func malformed(_ text: String, _ line: Int, _ words: String) {
        let error = #expect(throws: ConfigurationError.self) { try DotEnvFile(path: "some/.env", text: text) }
        #expect(error?.description.hasPrefix("some/.env, line \(line): ") == true, "\(String(describing: error))")
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}
