// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Synchronization
import Testing

@testable import GatehouseServer

@Suite("What signals ask for")
struct SignalTests {
    static let sequences: [(signals: [Int32], demands: [Signals.Demand])] = [
        ([SIGTERM], [.drain]),
        ([SIGTERM, SIGTERM, SIGTERM], [.drain, .stop, .abandon]),
        ([SIGTERM, SIGINT, SIGINT], [.drain, .stop, .abandon]),
        ([SIGINT, SIGTERM], [.stop, .abandon]),
        ([SIGHUP, SIGUSR1, SIGTERM, SIGHUP, SIGUSR2], [.reload, .nothing, .drain, .reload, .nothing]),
    ]

    @Test("first to drain, then to stop, then to wait for nothing", arguments: sequences)
    func demands(_ sequence: [Int32], _ demands: [Signals.Demand]) {
        var signals = Signals()
        #expect(sequence.map { signals.demand(of: $0) } == demands)
    }

    @Test("a thread that has blocked them hears them one by one, and is not ended by them")
    func next() throws {
        let heard = Mutex<[Int32]>([])
        let end = DispatchSemaphore(value: 0)
        try startThread("the test") {
            Signals.block()
            for signal in [SIGHUP, SIGTERM, SIGINT] {
                pthread_kill(pthread_self(), signal)
                heard.withLock { $0.append(Signals.next()) }
            }
            end.signal()
        }
        #expect(end.wait(timeout: .now() + 5) == .success)
        #expect(heard.withLock { $0 } == [SIGHUP, SIGTERM, SIGINT])
    }
}
