// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// Lines that anybody can cause, or that come by themselves: however many there are, the table does not grow with them.
extension Database {
    /// How many such lines a day has; what comes after is counted in one line more.
    static let mergedLinesPerDay = 1000

    private static let hour: Int64 = 3600
    private static let day: Int64 = 86_400

    /// Counts the entry to the line that tells the same and is less than an hour old, or writes one.
    func merge(_ entry: AuditEntry, at now: NumericDate) throws {
        if try count(entry, to: sameLine(as: entry, since: now - Self.hour, at: now), at: now) { return }
        guard try isFull(entry, at: now) else { return try record(entry, at: now) }
        let rest = AuditEntry(entry.action, entry.result, by: .crowd, detail: Self.crowd, count: entry.count)
        if try count(rest, to: sameLine(as: rest, since: now - Self.day, at: now), at: now) { return }
        try record(rest, at: now)
    }

    private static let crowd = "and others"

    private func sameLine(as entry: AuditEntry, since then: NumericDate, at now: NumericDate) throws -> Row? {
        try row(
            """
            SELECT id FROM audit
            WHERE (result IN ('failed', 'limited') OR action = 'purge') AND action = ? AND result = ?
                AND at > ? AND at <= ? AND subject_key IS ? AND address = ? AND session IS ? AND detail IS ?
            ORDER BY at DESC LIMIT 1
            """,
            [
                entry.action.rawValue, entry.result.rawValue, then, now, entry.subjectKey, entry.author.address,
                entry.session, entry.detail,
            ])
    }

    private func count(_ entry: AuditEntry, to line: Row?, at now: NumericDate) throws -> Bool {
        guard let line else { return false }
        let id: Int64 = line[0]
        return try run("UPDATE audit SET count = count + ?, last_at = ? WHERE id = ?", [entry.count, now, id]) > 0
    }

    private func isFull(_ entry: AuditEntry, at now: NumericDate) throws -> Bool {
        let lines = try row(
            """
            SELECT count(*) FROM audit
            WHERE (result IN ('failed', 'limited') OR action = 'purge') AND action = ? AND result = ?
                AND at > ? AND at <= ?
            """, [entry.action.rawValue, entry.result.rawValue, now - Self.day, now])
        return lines.map { $0[0] >= Self.mergedLinesPerDay } ?? false
    }
}
