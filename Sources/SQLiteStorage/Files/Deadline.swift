// SPDX-License-Identifier: Apache-2.0

/// A moment until which is waited, on a clock that nobody sets.
struct Deadline: Sendable {
    let moment: ContinuousClock.Instant

    init(after patience: Duration) {
        moment = .now + patience
    }

    var hasPassed: Bool { moment <= .now }

    /// What is left, in whole milliseconds as SQLite counts them, never less than nothing.
    var milliseconds: Int32 {
        let left = max(.zero, ContinuousClock.now.duration(to: moment))
        return Int32(clamping: Int64(left / .milliseconds(1)))
    }
}
