// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import GatehouseServer

@Suite("The pipe of the log")
struct LogPipeTests {
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
        let pipe = LogPipe(descriptor: ends.writing) { _ in Array("lost\n".utf8) }
        try pipe.start()
        // Twenty times what a pipe holds, before anybody reads.
        for number in 0..<13_000 { pipe.take(Self.line(number)) }
        let text = ends.read(13_000 * 100)
        pipe.flush(within: 5)
        #expect(Self.numbers(in: text) == Array(0..<13_000))
        #expect(!text.contains("lost"))
    }

    @Test("counts what finds no room, goes on, and tells how many lines were lost")
    func overflow() throws {
        let ends = Pipe()
        let pipe = LogPipe(descriptor: ends.writing, limit: 10_000) { Array("lost \($0)\n".utf8) }
        // Nothing is written before the start: the room is exactly the limit.
        for number in 0..<150 { pipe.take(Self.line(number)) }
        try pipe.start()
        let text = ends.read(100 * 100 + "lost 50\n".utf8.count)
        #expect(Self.numbers(in: text) == Array(0..<100))
        #expect(text.hasSuffix("lost 50\n"))
        pipe.take(Self.line(7))
        #expect(Self.numbers(in: ends.read(100)) == [7])
    }

    @Test("does not block whoever logs while nobody reads, nor does it wait for long at the end")
    func stuckReader() throws {
        let ends = Pipe()
        let pipe = LogPipe(descriptor: ends.writing, limit: 1 << 20) { _ in [] }
        try pipe.start()
        let begin = ContinuousClock.now
        for number in 0..<30_000 { pipe.take(Self.line(number)) }
        pipe.flush(within: 0.05)
        #expect(ContinuousClock.now - begin < .seconds(5))
        // The thread must let go of the descriptor before another test's pipe gets its number.
        ends.closeReading()
        pipe.flush(within: 5)
    }

    @Test("outlives a reader that is gone")
    func brokenPipe() throws {
        let ends = Pipe()
        let pipe = LogPipe(descriptor: ends.writing) { _ in [] }
        try pipe.start()
        ends.closeReading()
        for round in 0..<3 {
            pipe.take(Self.line(round))
            pipe.flush(within: 5)
        }
    }

    @Test("writes as many whole lines at a time as a pipe takes whole")
    func chunks() {
        let lines = [1000, 3000, 96, 1, 5000, 10, 4086].flatMap { Self.line(1, bytes: max($0, 3)) }
        let sizes = lines.withUnsafeBytes { LogPipe.chunks(of: $0).map(\.count) }
        #expect(sizes == [4096, 3, 5000, 4096])
        #expect(sizes.reduce(0, +) == lines.count)
    }
}
