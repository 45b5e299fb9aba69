// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// So many threads may hash at once, so many more may wait, first come first served; whoever comes after that is
/// sent away, and so is whoever has waited too long.
final class HashingSlots: Sendable {
    private let state: Mutex<State>
    private let queue: Int
    private let patience: Duration

    private struct State {
        var idle: [HashingBench]
        var waiting: [Place] = []
    }

    init(count: Int, queue: Int, patience: Duration) {
        state = Mutex(State(idle: (0..<count).map { _ in HashingBench() }))
        self.queue = queue
        self.patience = patience
    }

    /// How many callers wait now.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Runs `work` at a bench as soon as one is free.
    ///
    /// - Throws: ``HashingBusy``; what `work` throws.
    func withBench<Result>(_ work: (HashingBench) throws -> Result) throws -> Result {
        let bench = try take()
        defer { giveBack(bench) }
        return try work(bench)
    }

    private func take() throws(HashingBusy) -> HashingBench {
        let place = Place()
        let bench = try state.withLock { state throws(HashingBusy) -> HashingBench? in
            if let bench = state.idle.popLast() { return bench }
            guard state.waiting.count < queue else { throw busy }
            state.waiting.append(place)
            return nil
        }
        if let bench { return bench }
        return try wait(at: place)
    }

    private func wait(at place: Place) throws(HashingBusy) -> HashingBench {
        _ = place.arrival.wait(timeout: .now() + .nanoseconds(patience.nanoseconds))
        let bench = state.withLock { state in
            state.waiting.removeAll { $0 === place }
            return place.bench.withLock { $0 }
        }
        // A bench that was handed over in the very moment in which patience ended is taken all the same.
        guard let bench else { throw busy }
        return bench
    }

    /// Hands the bench to the first who waits, so that nobody who comes later can take it from them.
    private func giveBack(_ bench: HashingBench) {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return state.idle.append(bench) }
            let place = state.waiting.removeFirst()
            place.bench.withLock { $0 = bench }
            place.arrival.signal()
        }
    }

    /// After that long, all who wait now have been served or sent away.
    private var busy: HashingBusy {
        HashingBusy(retryAfter: max(1, Int(patience.components.seconds)))
    }
}

/// Somebody's place in the queue, and the bench that they have been given.
private final class Place: Sendable {
    let arrival = DispatchSemaphore(value: 0)
    let bench = Mutex<HashingBench?>(nil)
}

extension Duration {
    fileprivate var nanoseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    }
}
