// SPDX-License-Identifier: Apache-2.0

import JOSE

/// So many attempts in so many seconds.
public struct RateLimit: Sendable, Hashable {
    /// How many attempts a window holds.
    public let attempts: Int

    /// How long a window is, in seconds.
    public let seconds: Int64

    /// Makes a limit of `attempts` in `seconds`.
    public init(attempts: Int, seconds: Int64) {
        self.attempts = attempts
        self.seconds = seconds
    }
}

/// An attempt and the limit that it counts against.
public struct RateCharge: Sendable, Hashable {
    /// What is limited: `login` and `register` for an address; `login-failures`, `password-failures` and `password` for
    /// a name.
    public let scope: String

    /// Whose attempts are counted: an address, or the key of a name.
    public let subject: String

    /// The limit.
    public let limit: RateLimit

    /// Makes a charge.
    public init(scope: String, subject: String, limit: RateLimit) {
        self.scope = scope
        self.subject = subject
        self.limit = limit
    }
}

/// A counter as it stands.
public struct RateWindow: Sendable, Equatable {
    /// What is counted, for whom, against which limit.
    public let charge: RateCharge

    /// How many attempts of the window are left.
    public let remaining: Int

    /// When the window ends and the next begins afresh.
    public let resetsAt: NumericDate

    /// Makes the value that a store hands out.
    public init(charge: RateCharge, remaining: Int, resetsAt: NumericDate) {
        self.charge = charge
        self.remaining = remaining
        self.resetsAt = resetsAt
    }
}

/// What came of charging an attempt.
public enum RateVerdict: Sendable, Equatable {
    /// The attempt counts; this is the tightest of the windows, nil where nothing is limited.
    case allowed(RateWindow?)
    /// Nothing was counted: this window is used up, of several the one that ends last.
    case refused(RateWindow)
}
