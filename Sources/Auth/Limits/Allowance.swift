// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What is left to a client of the limit that is tightest for it, in words that need no clock.
public struct Allowance: Sendable, Equatable {
    /// The limit.
    public let limit: RateLimit

    /// How many attempts are left in the window.
    public let remaining: Int

    /// In how many seconds the window ends, at least one.
    public let resetsIn: Int64

    init(_ window: RateWindow, at now: NumericDate) {
        limit = window.charge.limit
        remaining = window.remaining
        resetsIn = max(1, window.resetsAt - now)
    }
}
