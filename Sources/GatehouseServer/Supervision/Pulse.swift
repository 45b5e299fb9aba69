// SPDX-License-Identifier: Apache-2.0

/// What tells a process that does its work from one that only exists, for the supervisor's watchdog
/// (sd_watchdog_enabled(3)).
struct Pulse: Sendable {
    /// After how long at one request a thread counts as stuck.
    let patience: Duration

    /// How long the thread that is longest at one request has been at it; nil when none is.
    let longestRequest: @Sendable () -> Duration?

    /// Asks the store something small.
    let question: @Sendable () throws -> Void

    /// How the process is, as soon as the store has answered.
    ///
    /// An error is an answer too, which requests get as a 503: to be started again would only have them wait. A store
    /// that does not answer at all keeps the caller, and the supervisor hears nothing.
    func check() -> Finding {
        _ = try? question()
        let longest = longestRequest() ?? .zero
        return longest < patience ? .well : .stuck(longest)
    }

    /// How the process is.
    enum Finding: Sendable, Equatable {
        /// It does its work.
        case well
        /// A thread has not come back from its request for so long.
        case stuck(Duration)
    }
}
