// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization
import Testing

@testable import GatehouseServer

@Suite("The pulse")
struct PulseTests {
    private func pulse(
        longest: Duration? = nil, _ question: @escaping @Sendable () throws -> Void = {}
    ) -> Pulse {
        Pulse(patience: .seconds(120), longestRequest: { longest }, question: question)
    }

    @Test("beats while threads come back from their requests")
    func beats() {
        #expect(pulse().check() == .well)
        #expect(pulse(longest: .seconds(119)).check() == .well)
    }

    @Test("says for how long a thread has been stuck")
    func stuck() {
        #expect(pulse(longest: .seconds(120)).check() == .stuck(.seconds(120)))
    }

    @Test("takes an error of the store for an answer")
    func error() {
        #expect(pulse { throw Failure(.ioError, "the disk is full") }.check() == .well)
    }

    @Test("waits for a store that does not answer")
    func silence() {
        let (answer, found) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let pulse = pulse { answer.wait() }
        Thread.detachNewThread {
            _ = pulse.check()
            found.signal()
        }
        #expect(found.wait(timeout: .now() + 0.05) == .timedOut)
        answer.signal()
        #expect(found.wait(timeout: .now() + 10) == .success)
    }

    @Test("is waited for longer where hashing is dearer", arguments: [("4", 120), ("12", 120), ("14", 480)])
    func patience(_ cost: String, _ seconds: Int) throws {
        let host = Host(environment: ["BCRYPT_LOG_ROUNDS": cost], dotEnvPath: "/nowhere")
        let configuration = try Configuration.read(file: nil, of: "no-such-application", in: host)
        #expect(try configuration.patience() == .seconds(seconds))
    }
}
