// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@Suite("JSON that is read")
struct JSONAcceptanceTests {
    @Test("a document of RFC 8259 is read for what it says", arguments: documents)
    func reads(text: String, value: JSON) throws {
        #expect(try JSON(parsing: Array(text.utf8)) == value)
        let framed = Array("x\(text)x".utf8)
        #expect(try JSON(parsing: framed[1..<framed.count - 1]) == value, "also out of a longer buffer")
    }

    @Test("what was read is written so that it reads the same", arguments: documents)
    func writes(text: String, value: JSON) throws {
        #expect(try JSON(parsing: value.serialized()) == value)
    }

    static let documents: [(String, JSON)] = [
        ("null", .null), ("true", true), ("false", false), (" \t\r\n1 \t\r\n", 1), ("{}", .object([])),
        ("[]", .array([])), (" [ ] ", .array([])), (" { } ", .object([])), ("\"\"", ""),
        ("0", 0), ("-1", -1), ("-0", .number(-0.0)), ("0.0", .number(0)), ("0e1", .number(0)), ("0e+1", .number(0)),
        ("1e2", .number(100)), ("1E2", .number(100)), ("1e-2", .number(0.01)), ("99.0", .number(99)),
        ("-123.456e-2", .number(-1.23456)), ("123e65", .number(123e65)), ("1e-400", .number(0)),
        ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
        ("18446744073709551616", .number(18_446_744_073_709_551_616)),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "A\u{E9}\u{20AC}"),
        (#""\ud83d\ude00""#, "\u{1F600}"), (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
        (#""\u0000""#, "\u{0}"), (#""a\\u0041""#, "a\\u0041"), (#""\\\"""#, "\\\""),
        ("\"é€😀\"", "é€😀"), ("\"\u{7F}\u{2028}\u{FFFF}\u{FEFF}\"", "\u{7F}\u{2028}\u{FFFF}\u{FEFF}"),
        (#"[1,"a",null,[],{}]"#, [1, "a", .null, [], .object([])]), (#"[1 , 2]"#, [1, 2]),
        (#"{"a":1,"b":{"a":2}}"#, ["a": 1, "b": ["a": 2]]), (#"{ "a" : 1 , "A" : 2 }"#, ["a": 1, "A": 2]),
        (#"{"":0}"#, ["": 0]), (#"{"\u0061":1}"#, ["a": 1]), ("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", deep(16)),
    ]

    private static func deep(_ depth: Int) -> JSON {
        (1..<depth).reduce(.array([])) { inner, _ in .array([inner]) }
    }

    @Test("escapes are written where RFC 8259 §7 asks for them, and nowhere else")
    func escapes() {
        let text = "\"\\/\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}\u{7F}é😀"
        let written = String(decoding: JSON.string(text).serialized(), as: UTF8.self)
        #expect(written == #""\"\\/\u0000\b\t\n\u000b\f\r\u001f\u007fé😀""#)
    }

    @Test("a value is written without spaces, its members in order")
    func compact() {
        let value: JSON = ["z": [1, -2, true], "a": ["é": .null], "n": .number(1.5), "i": .number(.infinity)]
        let text = String(decoding: value.serialized(), as: UTF8.self)
        #expect(text == #"{"z":[1,-2,true],"a":{"é":null},"n":1.5,"i":null}"#)
    }

    @Test("an accessor gives its own kind only")
    func accessors() {
        let value: JSON = ["s": "x", "i": 1, "n": .number(1), "b": true, "a": [1]]
        #expect(value["s"]?.string == "x" && value["i"]?.integer == 1 && value["b"]?.bool == true)
        #expect(value["a"]?.array == [1] && value.members?.count == 5)
        #expect(value["n"]?.integer == nil && value["b"]?.integer == nil && value["i"]?.string == nil)
        #expect(value["S"] == nil && value["s"]?["s"] == nil)
    }

    @Test("a member is found by its scalars, not by its looks")
    func spelling() throws {
        let value = try JSON(parsing: Array(#"{"\u212a":1,"e\u0301":2}"#.utf8))
        #expect(value["K"] == nil, "KELVIN SIGN is canonically equal to K")
        #expect(value["\u{E9}"] == nil)
        #expect(value["\u{212A}"] == 1 && value["e\u{301}"] == 2)
    }
}
