// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("A lock whose file goes when it is given back")
struct TransientLockTests {
    private struct Holders {
        var now = 0
        var most = 0
        var turns = 0
    }

    @Test("it has one holder at a time, however many wait for it to go")
    func exclusion() throws {
        let folder = try TemporaryDirectory()
        let holders = Mutex(Holders())
        let failures = concurrently(16) { () -> Int in
            (0..<25).count { _ in
                guard let lock = try? TransientLock(folder.file("lock"), seconds: 10) else { return true }
                holders.withLock {
                    $0.now += 1
                    $0.turns += 1
                    $0.most = max($0.most, $0.now)
                }
                // Long enough for another to come by, where one holds a file that is gone.
                usleep(1500)
                holders.withLock { $0.now -= 1 }
                lock.release()
                return false
            }
        }
        #expect(failures.allSatisfy { $0 == 0 })
        #expect(holders.withLock { $0.turns } == 400 && holders.withLock { $0.most } == 1)
    }
}
