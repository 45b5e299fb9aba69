// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// The lines of the audit, written in the transaction of what they tell.
extension Database {
    /// Writes a line.
    func record(_ entry: AuditEntry, at now: NumericDate) throws {
        let author = entry.author
        try run(
            """
            INSERT INTO audit
                (at, last_at, count, actor, actor_key, action, subject, subject_key, session, address, request_id,
                 result, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                now, now, entry.count, author.name, author.key, entry.action.rawValue, entry.subject,
                entry.subjectKey, entry.session, author.address, author.requestID, entry.result.rawValue,
                entry.detail,
            ])
    }

    /// Writes a line for a change that has been made, and returns it; of one that was refused there is none.
    func recorded(
        _ change: UserChange, as action: AuditAction, by author: Author, detail: String? = nil, at now: NumericDate
    ) throws -> UserChange {
        guard case .changed(let user) = change else { return change }
        try record(AuditEntry(action, by: author, to: user.name, detail: detail), at: now)
        return change
    }

    /// When that was done the last time; nil where nothing is known of it, as in a database of the first version, which
    /// has no audit.
    func lastTime(of action: AuditAction) throws -> NumericDate? {
        guard try tableExists("audit") else { return nil }
        return try row("SELECT max(last_at) FROM audit WHERE action = ?", [action.rawValue]).flatMap { $0[0] }
    }

    /// Removes at most `limit` lines that are older than `then`, and says how many.
    func removeAudit(before then: NumericDate, limit: Int) throws -> Int {
        try run(
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at LIMIT max(?, 0))",
            [then, limit])
    }
}

extension String? {
    /// How many sessions a deed has ended.
    static func sessions(_ count: Int) -> String? {
        count == 1 ? "ended 1 session" : "ended \(count) sessions"
    }
}

extension [String] {
    /// The names of roles, as a detail.
    var detail: String? { isEmpty ? nil : Set(self).sorted().joined(separator: ",") }
}

extension RoleDefinition {
    /// The role with what it allows, as a detail.
    var detail: String { "\(name): \(permissions.isEmpty ? "nothing" : permissions.joined(separator: ","))" }
}
