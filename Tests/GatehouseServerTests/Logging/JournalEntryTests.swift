// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing

@testable import GatehouseServer

@Suite("An entry of the journal")
struct JournalEntryTests {
    private func fields(_ level: Logger.Level = .info, _ build: (inout JournalEntry) -> Void) throws -> JournalFields {
        var entry = JournalEntry(level, of: "shop")
        build(&entry)
        return try JournalFields(entry.ended())
    }

    @Test("has a field for each member, and a terminal's words for a message")
    func members() throws {
        let fields = try fields { entry in
            entry.add("path", "/a")
            entry.add("status", 200)
            entry.add("duration_ms", milliseconds: .microseconds(1_002_003))
            entry.add("reason", "none", isPlain: false)
        }
        #expect(
            fields.all.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" } == [
                "PRIORITY=6", "SYSLOG_IDENTIFIER=shop", "GATEHOUSE_PATH=/a", "GATEHOUSE_STATUS=200",
                "GATEHOUSE_DURATION_MS=1002.003", "GATEHOUSE_REASON=none", "MESSAGE=/a 200 1002.003 ms reason=none",
            ])
    }

    @Test("says how grave it is", arguments: zip(Logger.Level.allCases, ["7", "7", "6", "5", "4", "3", "2"]))
    func priority(_ level: Logger.Level, _ digit: String) throws {
        #expect(try fields(level) { _ in }["PRIORITY"] == digit)
    }

    static let hostile =
        LogLineTests.nasty + [
            "", "=", "a\nPRIORITY=0\nMESSAGE=forged", "\n", "\n\n", "x\n\nMESSAGE=another entry\n\n",
            "x\nGATEHOUSE_USER\n\u{5}\0\0\0\0\0\0\0admin\n", "_PID=1\n",
        ]

    @Test("gives back whatever text comes, and nothing in it becomes a field", arguments: hostile)
    func values(_ value: String) throws {
        let fields = try fields { entry in
            entry.add("user", "alice")
            entry.add("path", value)
            entry.add("reason", value, isPlain: false)
        }
        #expect(
            fields.all.map(\.name) == [
                "PRIORITY", "SYSLOG_IDENTIFIER", "GATEHOUSE_USER", "GATEHOUSE_PATH", "GATEHOUSE_REASON", "MESSAGE",
            ])
        #expect(fields["GATEHOUSE_PATH"] == value)
        #expect(fields["GATEHOUSE_USER"] == "alice")
        #expect(fields["GATEHOUSE_REASON"] == value)
        #expect(fields["MESSAGE"] == "alice \(value.printable) reason=\(value.printable)")
    }

    static let spellings = [
        ("request_id", "GATEHOUSE_REQUEST_ID"), ("cart.items-2", "GATEHOUSE_CART_ITEMS_2"), ("", "GATEHOUSE_"),
        ("7", "GATEHOUSE_7"), ("_PID", "GATEHOUSE__PID"), ("ü", "GATEHOUSE___"), ("{z", "GATEHOUSE__Z"),
        ("a=b\nMESSAGE", "GATEHOUSE_A_B_MESSAGE"), ("\0", "GATEHOUSE__"),
        (String(repeating: "a", count: 99), "GATEHOUSE_" + String(repeating: "A", count: 54)),
    ]

    @Test("makes a legal name of any", arguments: spellings)
    func names(_ name: String, _ field: String) throws {
        let fields = try fields { entry in
            entry.add(MemberName(name), "v", isPlain: false)
            entry.add(MemberName(name), 7)
        }
        let values = fields.all.filter { $0.name == field }.map { String(decoding: $0.value, as: UTF8.self) }
        #expect(values == ["v", "7"])
        #expect(fields.all.count == 5)
    }

    @Test("holds the statements of swift-log, with their metadata and none of its own fields twice")
    func statement() throws {
        let lines = Lines()
        let log = Log(format: .journal(program: "shop"), threshold: Threshold(.info), sink: lines)
        log.logger("cart").error("it\nfailed", metadata: ["item": "a b", "Message": "c"])
        let fields = try JournalFields(Array(#require(lines.all.first).utf8))
        #expect(fields["MESSAGE"] == #"it\u{a}failed logger=cart Message_=c item=a b"#)
        #expect(fields["GATEHOUSE_MESSAGE"] == "it\nfailed")
        #expect(fields["GATEHOUSE_LOGGER"] == "cart")
        #expect(fields["GATEHOUSE_ITEM"] == "a b")
        #expect(fields["GATEHOUSE_MESSAGE_"] == "c")
    }

    @Test("keeps the beginning of what is very long, and stays an entry", arguments: ["\u{1}", "\n", "🗝", "a"])
    func worst(_ character: String) throws {
        let text = String(repeating: character, count: 5000)
        let bytes = LogFormat.journal(program: "shop").line(about: TooMuch(text: text), .critical)
        #expect((5000...9000).contains(bytes.count))
        let fields = try JournalFields(bytes)
        let method = try #require(fields["GATEHOUSE_METHOD"])
        #expect(method.hasSuffix("…") && text.hasPrefix(method.dropLast()) && (2040...2048).contains(method.utf8.count))
    }
}
