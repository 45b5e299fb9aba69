// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Testing

@testable import Basics

@Suite struct SemaphoreTests {
    @Test("a wait that nobody ends lasts until its moment and no longer", arguments: [0, 40, 1040])
    func patience(milliseconds: Int) {
        let semaphore = Semaphore()
        let begin = ContinuousClock.now
        #expect(!semaphore.wait(until: begin + .milliseconds(milliseconds)))
        let waited = ContinuousClock.now - begin
        #expect(waited >= .milliseconds(milliseconds) && waited < .milliseconds(milliseconds + 5000))
    }

    @Test("a signal that came before is not waited for, and counts once")
    func count() {
        let semaphore = Semaphore()
        semaphore.signal()
        semaphore.signal()
        semaphore.wait()
        #expect(semaphore.wait(until: .now))
        #expect(!semaphore.wait(until: .now))
    }

    @Test("a signal ends a wait at once")
    func signal() {
        let (semaphore, begin) = (Semaphore(), ContinuousClock.now)
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20)) { semaphore.signal() }
        #expect(semaphore.wait(until: begin + .seconds(60)))
        #expect(ContinuousClock.now - begin < .seconds(30))
    }
}
