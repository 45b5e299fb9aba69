// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// Whether the clock is to be believed where it says that much is old.
///
/// That of a host which has just started may be far ahead until it is synchronised, and what is done meanwhile bears
/// the wrong time too. So no line of the last day bears witness that time has really passed, and where before that day
/// nothing is known of a week, the clock may have leapt. The doubt itself is written down, and a day later is such a
/// witness: a host that was off for a year, or that nobody uses, waits no longer than that.
extension Database {
    private static let day: Int64 = 86_400
    private static let longestSilence = 7 * day

    /// The last time that is known from before the clock leapt; nil where it is believed.
    func leap(at now: NumericDate) throws -> NumericDate? {
        let known: NumericDate? = try row("SELECT max(at) FROM audit WHERE at <= ?", [now - Self.day])?[0]
        return known.flatMap { now - Self.day - $0 > Self.longestSilence ? $0 : nil }
    }

    /// Writes down, once a day, that a purge was put off.
    func postponePurge(by author: Author, at now: NumericDate) throws {
        let isKnown = try holds(
            "SELECT 1 FROM audit WHERE at > ? AND at <= ? AND action = ? AND result = ?",
            [now - Self.day, now, AuditAction.purge.rawValue, AuditResult.postponed.rawValue])
        guard !isKnown else { return }
        try record(AuditEntry(.purge, .postponed, by: author, detail: "the clock may have leapt"), at: now)
    }
}
