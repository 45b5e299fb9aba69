// SPDX-License-Identifier: Apache-2.0

import CGI
import Testing

@testable import GatehouseServer

@Suite("The queue of the log, before the journal's socket")
struct JournalSocketTests {
    private let folder = TemporaryFolder()

    private var path: String { folder.path("socket") }

    private func queue(limit: Int = 8 << 20) throws -> LogQueue {
        LogQueue(to: try #require(JournalSocket(at: path)), limit: limit) { Array("lost \($0)".utf8) }
    }

    private static func entry(_ number: Int) -> [UInt8] { Array("NUMBER=\(number)\n\n\nX=\n".utf8) }

    @Test("is none where nobody listens, or where something else does")
    func nobody() throws {
        #expect(JournalSocket(at: path) == nil)
        #expect(JournalSocket(at: "") == nil)
        #expect(JournalSocket(at: String(repeating: "x", count: 200)) == nil)
        _ = try DatagramSocket(at: path)
        #expect(JournalSocket(at: path) == nil)
        _ = try Listener.unix(path: folder.path("stream"))
        #expect(JournalSocket(at: folder.path("stream")) == nil)
    }

    @Test("gets every entry in a datagram of its own, in order, however slowly it reads")
    func slowReader() throws {
        let journal = try DatagramSocket(at: path)
        let queue = try queue()
        try queue.start()
        // More than the kernel keeps for a socket, before anybody reads.
        for number in 0..<3000 { queue.take(Self.entry(number)) }
        var entries: [[UInt8]] = []
        while entries.count < 3000, let entry = journal.receive() { entries.append(entry) }
        #expect(entries == (0..<3000).map(Self.entry))
        #expect(journal.receive(within: .zero) == nil)
    }

    @Test("is waited for at the end, until it has read all, but no longer than agreed")
    func settling() throws {
        let journal = try DatagramSocket(at: path)
        let queue = try queue()
        try queue.start()
        queue.take(Self.entry(1))
        let begin = ContinuousClock.now
        queue.flush(within: .milliseconds(200))
        #expect(ContinuousClock.now - begin >= .milliseconds(200))
        #expect(journal.receive() == Self.entry(1))
        queue.flush(within: .seconds(60))
        #expect(ContinuousClock.now - begin < .seconds(30))
    }

    @Test("does not block whoever logs while it does not read, and is told how many lines were lost")
    func overflow() throws {
        let journal = try DatagramSocket(at: path)
        let queue = try queue(limit: Self.entry(0).count * 10)
        for number in 0..<15 { queue.take(Self.entry(number % 10)) }
        try queue.start()
        for number in 0..<10 { #expect(journal.receive() == Self.entry(number)) }
        #expect(journal.receive() == Array("lost 5".utf8))
    }

    @Test("loses nothing while it is gone, and gets it when it is back")
    func back() throws {
        var journal: DatagramSocket? = try DatagramSocket(at: path)
        let queue = try queue()
        try queue.start()
        queue.take(Self.entry(0))
        #expect(journal?.receive() == Self.entry(0))
        journal = nil
        for number in 1..<4 { queue.take(Self.entry(number)) }
        queue.flush(within: .milliseconds(100))
        journal = try DatagramSocket(at: path)
        for number in 1..<4 { #expect(journal?.receive() == Self.entry(number)) }
    }

    @Test("goes on behind an entry that is longer than a datagram may be, which is counted")
    func tooLong() throws {
        let journal = try DatagramSocket(at: path)
        let queue = try queue()
        queue.take([UInt8](repeating: UInt8(ascii: "."), count: 4 << 20))
        queue.take(Self.entry(1))
        try queue.start()
        #expect(journal.receive() == Self.entry(1))
        queue.flush(within: .seconds(5))
        queue.take(Self.entry(2))
        #expect(journal.receive() == Self.entry(2))
        #expect(journal.receive() == Array("lost 1".utf8))
    }
}
