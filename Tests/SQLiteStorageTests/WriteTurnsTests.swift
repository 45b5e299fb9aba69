// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import SQLiteStorage

@Suite("Turns of those who want to write")
struct WriteTurnsTests {
    private let late = Deadline(after: .seconds(60))

    @Test("once somebody is stuck only the first few go on waiting, and whoever comes then is told at once")
    func stuck() {
        let turns = WriteTurns(waiters: 2, stall: .milliseconds(200))
        #expect(turns.take(by: late))
        let first = concurrentlyStarted(2) { turns.take(by: late) }
        #expect(eventually { turns.waitingCount == 2 })
        let refused = ContinuousClock().measure {
            #expect(concurrently(8) { turns.take(by: late) }.allSatisfy { !$0 })
        }
        #expect((.milliseconds(50)..<Duration.seconds(10)).contains(refused))
        #expect(turns.waitingCount == 2)
        #expect(!turns.take(by: late))
        turns.pass()
        #expect(eventually { turns.waitingCount == 1 })
        turns.pass()
        #expect(first() == [true, true])
        turns.pass()
        #expect(turns.take(by: late))
    }

    @Test("as long as turns pass everybody waits, for longer than one may last")
    func busy() {
        let turns = WriteTurns(waiters: 0, stall: .seconds(1))
        let taken = concurrently(60) {
            defer { turns.pass() }
            let isOurs = turns.take(by: late)
            usleep(25_000)
            return isOurs
        }
        #expect(taken.allSatisfy { $0 })
    }

    @Test("nobody waits beyond the deadline")
    func deadline() {
        let turns = WriteTurns(waiters: 9)
        #expect(turns.take(by: late))
        #expect(!turns.take(by: Deadline(after: .milliseconds(50))))
        #expect(turns.waitingCount == 0)
    }
}
