// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Runs `work` on so many threads at once, all of which begin together, and returns what each has made.
func race<Result: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Result) throws -> [Result] {
    let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
    let start = DispatchSemaphore(value: 0)
    let end = DispatchGroup()
    for index in 0..<count {
        end.enter()
        Thread.detachNewThread {
            start.wait()
            let result = Swift.Result { try work(index) }
            results.withLock { $0[index] = result }
            end.leave()
        }
    }
    for _ in 0..<count { start.signal() }
    end.wait()
    return try results.withLock { results in try results.sorted { $0.key < $1.key }.map { try $0.value.get() } }
}
