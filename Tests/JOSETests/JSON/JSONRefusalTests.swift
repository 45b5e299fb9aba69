// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("JSON that is refused")
struct JSONRefusalTests {
    @Test("a document that RFC 8259 does not have is refused, with the reason", arguments: documents)
    func refuses(reason: JSONError.Reason, texts: [String]) {
        for text in texts { expect(reason, Array(text.utf8)) }
    }

    static let documents: [JSONError.Reason: [String]] = [
        .unexpectedEnd: [
            "", " ", "[", "{", "[1", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"", "\"abc", "\"\\",
            "\"\\u", "\"\\u12", "-", "1.", "1e", "1e+", "t", "tru", "nul", "fals", "[[", "[\"", "{\"", "[-",
            "\"\\ud800\\u",
        ],
        .unexpectedByte: [
            "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1:2]", "{,}", "{\"a\":1,}", "{\"a\":1,,\"b\":2}", "{\"a\",1}",
            "{\"a\" 1}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{\"a\"::1}", "{\"a\":1 \"b\":2}", "[1}", "{\"a\":1]",
            "]", "}", ",", ":", "'a'", "a", "True", "NULL", "nan", "NaN", "[nan]", "Infinity", "-Infinity", "inf",
            "undefined", "truth", "trUe", "nul ", "+1", "-+1", "--1", "-a", "- 1", ".5", "-.5", "1.e1", "1.a", "1e a",
            "1ea", "1e+-1", "01", "-01", "00", "012.3", "-00", "1..2", "1.-2", "[.1]", "0.e1", "<a>", "/*c*/1",
            "//c\n1", "#1", "*", "(1)", "\\n", "[\\u0020]", "\u{FEFF}1", "\u{FEFF}{}", "\u{A0}1", "\u{2028}1", "\u{B}1",
            "\u{C}1", "\u{0}", "[1\u{C}]", "[\u{FF11}]", "é",
        ],
        .trailingBytes: [
            "1 2", "{}{}", "[]]", "[][]", "null,", "\"a\"b", "\"a\"\"b\"", "1]", "{}}", "{}#", "{} \u{0}", "truee",
            "nullx", "0x1", "1f", "1_000", "1\u{A0}", "1a", "-1x", "{}/*c*/", "[]\u{FEFF}", "1.5.5", "1e5e5", "1e5.5",
            "true false",
        ],
        .controlCharacter: ["\"a\nb\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "\"\r\"", "\"\\n\n\"", "{\"a\nb\":1}"],
        .invalidEscape: [
            "\"\\x41\"", "\"\\a\"", "\"\\'\"", "\"\\0\"", "\"\\u00g0\"", "\"\\u 041\"", "\"\\u+041\"",
            "\"\\uD83D\\uzzzz\"", "\"\\U0041\"", "\"\\\u{0}\"", "\"\\\n\"", "\"\\é\"", "\"\\u{41}\"", "\"\\v\"",
        ],
        .loneSurrogate: [
            "\"\\ud800\"", "\"\\uDFFF\"", "\"\\udc00\\ud800\"", "\"\\ud800\\ud800\"", "\"\\ud800a\"", "\"\\ud800\\n\"",
            "\"\\ud83dx\\ude00\"", "\"a\\udc00b\"", "\"\\ud800\\u0041\"", "{\"\\ud800\":1}", "\"\\ud800\\ue000\"",
        ],
        .duplicateMember: [
            "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"a\":2}",
            "{\"\":1,\"\":2}", "[{\"x\":{\"a\":1,\"a\":2}}]", "{\"é\":1,\"e\u{301}\":2}",
            "{\"e\\u0301\":1,\"\\u00e9\":2}", "{\"K\":1,\"\u{212A}\":2}",
            "{\"\u{1E9B}\u{323}\":1,\"\u{17F}\u{323}\u{307}\":2}",
        ],
        .numberOutOfRange: ["1e400", "-1e400", "1e99999", "[1e309]", "1" + String(repeating: "0", count: 400)],
    ]

    @Test(
        "bytes that are no UTF-8 are refused wherever they stand",
        arguments: [
            [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0x80], [0xBF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
            [0xC3, 0x28], [0xFF, 0xFE],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        let quoted = Array("\"a".utf8) + bytes + Array("z\"".utf8)
        expect(.notUTF8, quoted)
        expect(.notUTF8, Array("{\"unread\":".utf8) + quoted + Array("}".utf8))
        expect(.notUTF8, Array("{".utf8) + quoted + Array(":1}".utf8))
        expect(.notUTF8, Array("\"\\n".utf8) + bytes + Array("\"".utf8))
        expect(.unexpectedByte, bytes)
        expect(.trailingBytes, Array("1".utf8) + bytes)
    }

    @Test("another encoding than UTF-8 is refused")
    func otherEncodings() {
        let text = "{\"a\":1}"
        let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        for bytes in [wide, [0xFF, 0xFE] + wide, big, [0xFE, 0xFF] + big] { expect(.unexpectedByte, bytes) }
        expect(.unexpectedByte, text.unicodeScalars.flatMap { [0, 0, 0, UInt8(truncatingIfNeeded: $0.value)] })
    }

    @Test("every document cut short is refused")
    func truncation() {
        let text = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83d\ude00"],"b":{"c":"é"}}"#.utf8)
        #expect(throws: Never.self) { try JSON(parsing: text) }
        for length in 0..<text.count { #expect(throws: JSONError.self) { try JSON(parsing: text[..<length]) } }
    }

    @Test("the offset is that of the byte at fault")
    func offset() {
        #expect(throws: JSONError(reason: .unexpectedByte, offset: 5)) { try JSON(parsing: Array("[1, 2x]".utf8)) }
    }

    private func expect(_ reason: JSONError.Reason, _ bytes: [UInt8]) {
        do throws(JSONError) {
            let value = try JSON(parsing: bytes)
            Issue.record("read as \(value): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        } catch {
            #expect(error.reason == reason, "\(String(decoding: bytes, as: UTF8.self).debugDescription): \(error)")
        }
    }
}
