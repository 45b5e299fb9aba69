// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// So many passwords are hashed at once, so many more callers may wait, first come first served; whoever comes after
/// that is sent away, and so is whoever has waited too long.
///
/// A slot is a thread of its own at a lower priority: however many processes hash, and however few processors there
/// are, what else runs on them comes first.
final class HashingSlots: Sendable {
    private let line: HashingLine
    private let patience: Duration

    init(count: Int, queue: Int, patience: Duration) {
        line = HashingLine(count: count, queue: queue)
        self.patience = patience
    }

    deinit { line.close() }

    /// How many callers wait now.
    var waiting: Int { line.waitingCount }

    /// How busy the slots are now.
    var load: HashingLoad { line.load }

    /// Has `work` done at a bench as soon as one is free, and returns what came of it.
    ///
    /// - Throws: ``HashingBusy``; ``HashingFailed`` where there is no thread for a slot; what `work` throws.
    func withBench<Result: Sendable>(
        _ work: @escaping @Sendable (HashingBench) throws -> Result
    ) throws -> Result {
        let outcome = Outcome<Result>()
        let errand = Errand { bench in outcome.settle(Swift.Result { try work(bench) }) }
        guard try line.take(errand) else { throw busy }
        if !errand.done.wait(until: .now + patience) {
            if line.leave(errand) { throw busy }
            // Begun in the meantime: it is a matter of the hash alone.
            errand.done.wait()
        }
        guard let result = outcome.result else { throw busy }
        return try result.get()
    }

    /// After that long, all who wait now have been served or sent away.
    private var busy: HashingBusy {
        HashingBusy(retryAfter: max(1, Int(patience.components.seconds)))
    }
}

/// What came of an errand.
private final class Outcome<Value: Sendable>: Sendable {
    private let value = Mutex<Result<Value, any Error>?>(nil)

    var result: Result<Value, any Error>? { value.withLock { $0 } }

    func settle(_ result: Result<Value, any Error>) {
        value.withLock { $0 = result }
    }
}
