// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What was done by whom, written in the transaction of the deed itself.
public protocol AuditStore {
    /// Writes down what was done elsewhere, such as in a file, once that was done.
    func record(_ entry: AuditEntry, at now: NumericDate) throws

    /// Writes down what came to nothing: there is no other transaction that it could be part of.
    ///
    /// Whoever likes can make attempts fail, so their lines are bounded: those that differ in nothing but the time are
    /// one line for an hour, and beyond a thousand lines a day of one action and result the rest is counted in one.
    func note(_ entry: AuditEntry, at now: NumericDate) throws

    /// The lines that are asked for.
    func audit(_ question: AuditQuestion) throws -> [AuditRecord]

    /// Whether the number is that of a line, or was.
    func hasWritten(_ line: AuditRecord.ID) throws -> Bool
}
