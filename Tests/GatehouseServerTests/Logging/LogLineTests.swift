// SPDX-License-Identifier: Apache-2.0

import Basics
import Foundation
import JOSE
import Logging
import Testing

@testable import GatehouseServer

@Suite("A line of the log")
struct LogLineTests {
    private let time = Timestamp(seconds: 1_795_643_957, milliseconds: 42)

    private func json(_ build: (inout JSONLine) -> Void) -> String {
        var line = JSONLine(at: time, .info)
        build(&line)
        return String(decoding: line.ended(), as: UTF8.self)
    }

    private func text(_ build: (inout TextLine) -> Void) -> String {
        var line = TextLine(at: time, .info)
        build(&line)
        return String(decoding: line.ended(), as: UTF8.self)
    }

    @Test("as JSON, has its members in order and ends with its line")
    func members() {
        let text = json { line in
            line.add("path", "/a")
            line.add("status", 200)
            line.add("duration_ms", milliseconds: .microseconds(1_002_003))
        }
        #expect(
            text == #"{"time":"2026-11-25T21:59:17.042Z","level":"info","path":"/a","status":200,"#
                + "\"duration_ms\":1002.003}\n")
    }

    @Test("for a terminal, has words")
    func words() {
        let text = text { line in
            line.add("path", "/a")
            line.add("status", 200)
            line.add("duration_ms", milliseconds: .microseconds(40))
            line.add("reason", "none", isPlain: false)
        }
        #expect(text == "2026-11-25T21:59:17.042Z INFO   /a 200 0.040 ms reason=none\n")
    }

    @Test("behind journald's prefix where there is one", arguments: zip(Logger.Level.allCases, [7, 7, 6, 5, 4, 3, 2]))
    func priority(_ level: Logger.Level, _ number: Int) {
        let line = JSONLine(at: time, level, isPrefixed: true)
        #expect(String(decoding: line.ended(), as: UTF8.self).hasPrefix("<\(number)>{"))
    }

    static let nasty = [
        "a\nb", "a\r\n{\"level\":\"critical\"}", "\"", "\\", "\u{1B}[2J", "\u{0}", "\u{7F}", "\u{9B}31m",
        "\u{202E}cod.exe",
        "\u{2028}", "Grüße 🗝", "\\u0000", String(repeating: "\u{1}", count: 10),
    ]

    @Test("holds whatever text comes, in one line, and gives it back", arguments: nasty)
    func escaping(_ value: String) throws {
        let text = json { $0.add(MemberName(value), value) }
        #expect(text.filter(\.isNewline).count == 1)
        #expect(text.dropLast().unicodeScalars.allSatisfy { !$0.properties.isBidiControl && $0.value >= 0x20 })
        #expect(!text.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) })
        let json = try JSON(parsing: Array(text.utf8.dropLast()))
        #expect(json[value]?.string == value)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?[value] as? String == value)
    }

    @Test("shows a terminal no character that it would obey", arguments: nasty)
    func printable(_ value: String) {
        let text = text { $0.add("path", value) }.dropLast()
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        #expect(!text.unicodeScalars.contains { $0.properties.isBidiControl || $0 == "\u{2028}" })
    }

    @Test("keeps the beginning of what is very long, at a character's end")
    func clipping() throws {
        let long = String(repeating: "ü", count: 3000)
        let text = json { line in
            line.addLong("path", long)
            line.add("user", long)
            line.add("address", String(repeating: "a", count: 256))
        }
        let json = try JSON(parsing: Array(text.utf8.dropLast()))
        #expect(json["path"]?.string == String(repeating: "ü", count: 1022) + "…")
        #expect(json["user"]?.string == String(repeating: "ü", count: 126) + "…")
        #expect(json["address"]?.string == String(repeating: "a", count: 256))
    }

    @Test(
        "is never longer than a pipe takes whole, whatever comes",
        arguments: ["\u{1}", "\"", "\u{202E}", "🗝", "a"], [LogFormat.prefixedJSON, .text])
    func worst(_ character: String, _ format: LogFormat) throws {
        let bytes = format.line(about: TooMuch(text: String(repeating: character, count: 5000)), .critical)
        #expect((3000...4096).contains(bytes.count))
        #expect(bytes.last == UInt8(ascii: "\n"))
    }

    @Test("leaves out what there is no room for, and stays JSON")
    func full() throws {
        let text = json { line in
            for name: MemberName in ["a", "b", "c", "d", "e"] {
                line.addLong(name, String(repeating: "x", count: 2000))
            }
        }
        let json = try JSON(parsing: Array(text.utf8.dropLast()))
        #expect(json["b"]?.string?.count == 2000)
        #expect(json["e"] == nil)
        #expect(text.utf8.count <= ByteWriter.lineLimit)
    }
}

/// More members, and longer ones, than a line has room for.
struct TooMuch: LogSubject {
    let text: String

    func describe(in line: inout some LogLine & ~Copyable) {
        for name in ["method", "path", "user", "address", "request_id", "reason", text, "a", "b", "c"] {
            line.addLong(MemberName(name), text, isPlain: false)
            if name == "path" { line.add("status", 200) }
            if name == "path" { line.add("duration_ms", milliseconds: .seconds(9999)) }
        }
    }
}

@Suite("A moment in RFC 3339")
struct TimestampTests {
    static let moments: [(seconds: Int64, milliseconds: Int, text: String)] = [
        (0, 0, "1970-01-01T00:00:00.000Z"),
        (-1, 999, "1969-12-31T23:59:59.999Z"),
        (951_782_399, 1, "2000-02-28T23:59:59.001Z"),
        (951_782_400, 0, "2000-02-29T00:00:00.000Z"),
        (951_868_800, 0, "2000-03-01T00:00:00.000Z"),
        (1_709_164_800, 12, "2024-02-29T00:00:00.012Z"),
        (4_107_542_400, 0, "2100-03-01T00:00:00.000Z"),
        (1_798_761_599, 999, "2026-12-31T23:59:59.999Z"),
        (1_798_761_600, 0, "2027-01-01T00:00:00.000Z"),
    ]

    @Test("is right at the edges of days, months and years", arguments: moments)
    func edges(_ seconds: Int64, _ milliseconds: Int, _ text: String) {
        #expect(Timestamp(seconds: seconds, milliseconds: milliseconds).description == text)
    }

    @Test("is what Foundation says for every 40th day of two centuries")
    func everyDay() {
        for day in stride(from: Int64(0), to: 73_000, by: 40) {
            let seconds = day * 86_400 + 3661
            let expected = Date(timeIntervalSince1970: Double(seconds)).ISO8601Format()
            #expect(Timestamp(seconds: seconds, milliseconds: 0).description == expected.dropLast() + ".000Z")
        }
    }
}
