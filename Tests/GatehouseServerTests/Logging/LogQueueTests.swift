// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import GatehouseServer

@Suite("The queue of the log, before a pipe")
struct LogQueueTests {
    init() {
        // As a worker does at its start.
        signal(SIGPIPE, SIG_IGN)
    }

    private static func line(_ number: Int, bytes: Int = 100) -> [UInt8] {
        let head = Array("\(number) ".utf8)
        return head + [UInt8](repeating: UInt8(ascii: "."), count: bytes - head.count - 1) + [UInt8(ascii: "\n")]
    }

    private static func numbers(in text: String) -> [Int] {
        text.split(separator: "\n").compactMap { Int($0.prefix { $0 != " " }) }
    }

    @Test("keeps every line, in order and whole, however slowly they are read")
    func slowReader() throws {
        let ends = Pipe()
        let queue = LogQueue(to: LogPipe(descriptor: ends.writing)) { _ in Array("lost\n".utf8) }
        try queue.start()
        // Twenty times what a pipe holds, before anybody reads.
        for number in 0..<13_000 { queue.take(Self.line(number)) }
        let text = ends.read(13_000 * 100)
        queue.flush(within: .seconds(5))
        #expect(Self.numbers(in: text) == Array(0..<13_000))
        #expect(!text.contains("lost"))
    }

    @Test("counts what finds no room, goes on, and tells how many lines were lost")
    func overflow() throws {
        let ends = Pipe()
        let queue = LogQueue(to: LogPipe(descriptor: ends.writing), limit: 10_000) { Array("lost \($0)\n".utf8) }
        // Nothing is written before the start: the room is exactly the limit.
        for number in 0..<150 { queue.take(Self.line(number)) }
        try queue.start()
        let text = ends.read(100 * 100 + "lost 50\n".utf8.count)
        #expect(Self.numbers(in: text) == Array(0..<100))
        #expect(text.hasSuffix("lost 50\n"))
        queue.take(Self.line(7))
        #expect(Self.numbers(in: ends.read(100)) == [7])
    }

    @Test("does not block whoever logs while nobody reads, nor does it wait for long at the end")
    func stuckReader() throws {
        let ends = Pipe()
        let queue = LogQueue(to: LogPipe(descriptor: ends.writing), limit: 1 << 20) { _ in [] }
        try queue.start()
        let begin = ContinuousClock.now
        for number in 0..<30_000 { queue.take(Self.line(number)) }
        queue.flush(within: .milliseconds(50))
        #expect(ContinuousClock.now - begin < .seconds(5))
        // The thread must let go of the descriptor before another test's pipe gets its number.
        ends.closeReading()
        queue.flush(within: .seconds(5))
    }

    @Test("outlives a reader that is gone, and counts what that has not read")
    func brokenPipe() throws {
        let ends = Pipe()
        let queue = LogQueue(to: LogPipe(descriptor: ends.writing)) { _ in [] }
        try queue.start()
        ends.closeReading()
        for round in 0..<3 {
            queue.take(Self.line(round))
            queue.flush(within: .seconds(5))
        }
        var lines = LogLines()
        for number in 0..<50 { lines.append(Self.line(number)) }
        #expect(LogPipe(descriptor: ends.writing).write(lines) == 50)
    }

    @Test("gives out as many whole lines at a time as a pipe takes whole")
    func chunks() {
        var lines = LogLines()
        for size in [1000, 3000, 96, 3, 5000, 10, 4086] { lines.append(Self.line(1, bytes: size)) }
        var (sizes, counts): ([Int], [Int]) = ([], [])
        lines.forEachChunk(within: 4096) { chunk, count in
            sizes.append(chunk.count)
            counts.append(count)
        }
        #expect(sizes == [4096, 3, 5000, 4096])
        #expect(counts == [3, 1, 1, 2])
    }
}
