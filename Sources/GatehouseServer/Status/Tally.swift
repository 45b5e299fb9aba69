// SPDX-License-Identifier: Apache-2.0

import CGI
import Gatehouse
import Synchronization

/// What a worker has counted since it started; to count takes a few instructions and never waits.
final class Tally: Sendable {
    /// A number that only grows.
    private final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add(_ more: Int = 1) { count.wrappingAdd(more, ordering: .relaxed) }
    }

    /// The upper bounds of the durations that are told apart, in microseconds: a check, a change, a password.
    static let bounds = [
        100, 250, 500, 1000, 2500, 5000, 10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000,
    ]

    /// Answers by the hundred of their status; the first two stay empty.
    private let answers = (0..<6).map { _ in Counter() }
    private let durations = (0...bounds.count).map { _ in Counter() }
    private let microseconds = Counter()
    private let dropped = Counter()
    private let evicted = Counter()

    /// Counts a request that was answered.
    func count(_ record: RequestRecord) {
        answers[min(max(0, record.status / 100), 5)].add()
        let duration = record.duration.microseconds
        durations[Self.bounds.firstIndex { duration <= $0 } ?? Self.bounds.count].add()
        microseconds.add(duration)
    }

    /// Counts what happened on the wire besides requests.
    func count(_ event: Server.Event) {
        switch event {
        case .dropped: dropped.add()
        case .evicted: evicted.add()
        case .refused, .acceptFailed, .draining, .drainTimedOut: break
        }
    }

    /// What has been counted until now.
    var requests: WorkerStatus.Requests {
        WorkerStatus.Requests(
            answers: Array(answers.map(\.value).dropFirst(2)), durations: durations.map(\.value),
            microseconds: microseconds.value, dropped: dropped.value, evicted: evicted.value)
    }
}

extension Duration {
    fileprivate var microseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
    }
}
