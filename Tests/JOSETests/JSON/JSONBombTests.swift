// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("JSON that is made to hurt")
struct JSONBombTests {
    @Test("what is nested too deep is refused at that depth", arguments: ["[", "{\"a\":"])
    func depth(opening: String) {
        let depths = [17, 512, 513, 100_000]
        for depth in depths {
            let bytes = Array(String(repeating: opening, count: depth).utf8)
            #expect(throws: JSONError(reason: .tooDeep, offset: 16 * opening.utf8.count)) { try JSON(parsing: bytes) }
        }
    }

    @Test("no caller can ask for more than 128 levels", arguments: [127, 128, 129, 100_000])
    func depthLimit(depth: Int) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let isRead = (try? JSON(parsing: Array(text.utf8), maximumDepth: .max)) != nil
        #expect(isRead == (depth <= 128))
    }

    @Test("siblings do not count as depth")
    func siblings() throws {
        let text = "[" + repeatElement("[[]]", count: 1000).joined(separator: ",") + "]"
        #expect(try JSON(parsing: Array(text.utf8), maximumDepth: 3).array?.count == 1000)
        #expect(throws: JSONError.self) { try JSON(parsing: Array(text.utf8), maximumDepth: 2) }
        #expect(throws: JSONError.self) { try JSON(parsing: Array("[]".utf8), maximumDepth: 0) }
    }

    @Test("100 000 members are told apart without looking at each for each", .timeLimit(.minutes(1)))
    func members() throws {
        let members = (0..<100_000).map { "\"k\($0)\":\($0)" }
        let text = "{" + members.joined(separator: ",") + "}"
        #expect(try JSON(parsing: Array(text.utf8)).members?.count == 100_000)
        let twice = "{" + members.joined(separator: ",") + ",\"k7\":1}"
        #expect(throws: JSONError(reason: .duplicateMember, offset: text.utf8.count)) {
            try JSON(parsing: Array(twice.utf8))
        }
    }

    @Test("a member that comes again is found at every distance", arguments: 1..<40)
    func duplicateAfter(count: Int) {
        let text = "{" + (0..<count).map { "\"k\($0)\":0," }.joined() + "\"k0\":0}"
        #expect(throws: JSONError.self) { try JSON(parsing: Array(text.utf8)) }
    }

    @Test("a million digits, a million brackets and a string of a megabyte are dealt with", .timeLimit(.minutes(1)))
    func size() throws {
        let digits = [UInt8](repeating: UInt8(ascii: "9"), count: 1_000_000)
        #expect(throws: JSONError(reason: .numberOutOfRange, offset: 0)) { try JSON(parsing: digits) }
        #expect(throws: JSONError.self) { try JSON(parsing: [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) }
        let quote = [UInt8(ascii: "\"")]
        #expect(try JSON(parsing: quote + digits + quote).string?.utf8.count == 1_000_000)
    }
}
