// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import Glibc
import Testing

@testable import GatehouseServer

@Suite("How much a worker does at a time")
struct CapacityTests {
    static let cases: [(threads: Int, cores: Int, slots: Int, queue: Int)] = [
        (16, 1, 1, 7), (16, 2, 1, 7), (64, 8, 4, 28), (2, 8, 1, 0), (3, 8, 1, 0), (4, 8, 2, 0), (8, 64, 4, 0),
        (512, 64, 8, 248),
    ]

    @Test("half of the processors hash, and half of the threads never wait for it", arguments: cases)
    func shares(_ threads: Int, _ cores: Int, _ slots: Int, _ queue: Int) {
        let capacity = Capacity(threads: threads, connections: 1024, drainTimeout: .seconds(15), cores: cores)
        #expect(capacity.hashingSlots == slots)
        #expect(capacity.hashingQueue == queue)
        #expect(capacity.hashingSlots + capacity.hashingQueue <= threads / 2)
    }

    @Test("the largest hashes in all slots leave half of a worker's memory free")
    func memory() throws {
        let unit = try String(contentsOf: Self.root.appending(path: "systemd/gatehouse@.service"), encoding: .utf8)
        let granted = try #require(unit.firstMatch(of: #/MemoryMax=(\d+)G/#).flatMap { Int($0.output.1) }) << 30
        let capacity = Capacity(threads: 4096, connections: 1024, drainTimeout: .zero, cores: 1024)
        #expect(capacity.hashingSlots * HashingScheme.largestMemory <= granted / 2)
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardized

    @Test("connections are as many as the system has descriptors for, beside those of the threads, and that is said")
    func descriptors() async {
        await #expect(processExitsWith: .success) {
            let asked = Capacity(threads: 16, connections: 1024, drainTimeout: .zero)
            var limit = rlimit(rlim_cur: 100, rlim_max: 256)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            let fitted = asked.fitted()
            #expect(fitted.connections == 256 - 3 * 16 - 64)
            #expect(fitted.warnings(asked: asked).first?.contains("--max-connections is 1024, but only 144") == true)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect(limit.rlim_cur == 256)
            let modest = Capacity(threads: 2, connections: 20, drainTimeout: .zero)
            #expect(modest.fitted().connections == 20)
            #expect(modest.fitted().warnings(asked: modest).isEmpty)
        }
    }

    @Test("by default there are thirty-two threads at least")
    func threads() {
        #expect(Capacity.allowedThreads.contains(Capacity.defaultThreads))
        #expect(Capacity.defaultThreads >= 32)
    }
}
