// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("A worker that crashes")
struct AbortTests {
    @Test("ends at once, so that another can be started", arguments: [SIGABRT, SIGSEGV, SIGTRAP, SIGBUS])
    func ends(_ crash: Int32) throws {
        let host = try Host(workers: 1)
        _ = try host.login("alice")
        host.workers[0].signal(crash)
        #expect(eventually(within: 1) { host.workers[0].ended.map { $0 & 0x7f } == crash })
        try host.startWorker()
        #expect(try host.post("/login", Host.credentials("alice")).status == 200)
    }
}
