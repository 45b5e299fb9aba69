// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("How much a worker does at a time")
struct CapacityTests {
    static let cases: [(threads: Int, cores: Int, slots: Int, queue: Int)] = [
        (16, 1, 1, 7), (16, 2, 1, 7), (64, 8, 4, 28), (2, 8, 1, 0), (3, 8, 1, 0), (4, 8, 2, 0), (8, 64, 4, 0),
    ]

    @Test("half of the processors hash, and half of the threads never wait for it", arguments: cases)
    func shares(_ threads: Int, _ cores: Int, _ slots: Int, _ queue: Int) {
        let capacity = Capacity(threads: threads, connections: 1024, drainTimeout: .seconds(15), cores: cores)
        #expect(capacity.hashingSlots == slots)
        #expect(capacity.hashingQueue == queue)
        #expect(capacity.hashingSlots + capacity.hashingQueue <= threads / 2)
    }

    @Test("by default there are sixteen threads at least")
    func threads() {
        #expect(Capacity.allowedThreads.contains(Capacity.defaultThreads))
        #expect(Capacity.defaultThreads >= 16)
    }
}
