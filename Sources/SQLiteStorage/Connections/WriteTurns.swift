// SPDX-License-Identifier: Apache-2.0

import Basics
import Synchronization

/// Whose turn it is among the threads of this process that want to write, first come first served.
///
/// As long as turns pass quickly everybody waits. Once one has lasted for longer than a second, somebody is stuck: then
/// only the first few go on waiting, since each of those who wait keeps a thread from answering questions.
final class WriteTurns: Sendable {
    private struct State {
        var isTaken = false
        var beganAt = ContinuousClock.now
        var waiting: [Place] = []
    }

    private let state = Mutex(State())
    private let waiters: Int
    private let stall: Duration

    /// Turns for which `waiters` threads go on waiting when one has lasted for longer than `stall`.
    init(waiters: Int, stall: Duration = .seconds(1)) {
        self.waiters = waiters
        self.stall = stall
    }

    /// How many threads wait now.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Waits for a turn; false where there was none by the deadline, or somebody is stuck and enough wait already.
    func take(by deadline: Deadline) -> Bool {
        let place = Place()
        let isOurs = state.withLock { state in
            guard state.isTaken else {
                (state.isTaken, state.beganAt) = (true, .now)
                return true
            }
            state.waiting.append(place)
            return false
        }
        if isOurs { return true }
        while let end = moment(for: place, deadline) { place.wait(until: end) }
        return state.withLock { state in
            state.waiting.removeAll { $0 === place }
            return place.hasTurn
        }
    }

    /// Hands the turn to the first who waits.
    func pass() {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return state.isTaken = false }
            state.beganAt = .now
            state.waiting.removeFirst().receive()
        }
    }

    /// Until when to wait at this place, as things stand; nil when that is over.
    private func moment(for place: Place, _ deadline: Deadline) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard !place.hasTurn else { return nil }
            let rank = state.waiting.firstIndex { $0 === place } ?? 0
            let end = rank < waiters ? deadline.moment : min(deadline.moment, state.beganAt + stall)
            return end > .now ? end : nil
        }
    }
}

/// Somebody's place in the queue.
private final class Place: Sendable {
    private let arrival = Semaphore()
    private let turn = Atomic(false)

    var hasTurn: Bool { turn.load(ordering: .acquiring) }

    func receive() {
        turn.store(true, ordering: .releasing)
        arrival.signal()
    }

    func wait(until end: ContinuousClock.Instant) {
        _ = arrival.wait(until: end)
    }
}
