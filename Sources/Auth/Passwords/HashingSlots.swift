// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// So many passwords are hashed at once, so many more callers may wait, first come first served; whoever comes after
/// that is sent away, and so is whoever has waited too long.
///
/// A slot is a thread of its own at a lower priority: however many processes hash, and however few processors there
/// are, what else runs on them comes first.
final class HashingSlots: Sendable {
    private let pool: HashingPool
    private let patience: Duration

    init(count: Int, queue: Int, patience: Duration) {
        pool = HashingPool(count: count, queue: queue)
        self.patience = patience
    }

    deinit { pool.close() }

    /// How many callers wait now.
    var waiting: Int { pool.waitingCount }

    /// How busy the slots are now.
    var load: HashingLoad { pool.load }

    /// Has `work` done with a buffer as soon as one is free, and returns what came of it.
    ///
    /// - Throws: ``HashingBusy``; ``HashingFailed`` where there is no thread for a slot; what `work` throws.
    func withBuffer<Result: Sendable>(
        _ work: @escaping @Sendable (CryptBuffer) throws -> Result
    ) throws -> Result {
        let outcome = Outcome<Result>()
        let job = HashingJob { buffer in outcome.settle(Swift.Result { try work(buffer) }) }
        guard try pool.take(job) else { throw busy }
        if !job.done.wait(until: .now + patience) {
            if pool.leave(job) { throw busy }
            // Begun in the meantime: it is a matter of the hash alone.
            job.done.wait()
        }
        guard let result = outcome.result else { throw busy }
        return try result.get()
    }

    /// After that long, all who wait now have been served or sent away.
    private var busy: HashingBusy {
        HashingBusy(retryAfter: max(1, Int(patience.components.seconds)))
    }
}

/// What came of a job.
private final class Outcome<Value: Sendable>: Sendable {
    private let value = Mutex<Result<Value, any Error>?>(nil)

    var result: Result<Value, any Error>? { value.withLock { $0 } }

    func settle(_ result: Result<Value, any Error>) {
        value.withLock { $0 = result }
    }
}
