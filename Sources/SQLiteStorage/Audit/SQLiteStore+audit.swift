// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Writes down what was done elsewhere.
    public func record(_ entry: AuditEntry, at now: NumericDate) throws {
        try writer.write { try $0.record(entry, at: now) }
    }

    /// Writes down what came to nothing, in lines that cannot become too many.
    public func note(_ entry: AuditEntry, at now: NumericDate) throws {
        try writer.write { try $0.merge(entry, at: now) }
    }

    /// The first lines that fit the question, in the order of their numbers.
    public func audit(_ question: AuditQuestion) throws -> [AuditRecord] {
        var conditions = ["id > ?"]
        var arguments: StatementArguments = [question.after]
        if let user = question.user {
            conditions.append("(subject_key = ? OR (actor_key = ? AND actor_key IS NOT subject_key))")
            arguments += [user, user]
        }
        if let since = question.since {
            conditions.append("last_at >= ?")
            arguments += [since]
        }
        arguments += [question.limit]
        let sql = """
            SELECT \(AuditRow.columns) FROM audit
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT max(?, 0)
            """
        return try readers.read { try $0.rows(sql, arguments).map(AuditRow.record) }
    }

    /// Whether the number is that of a line, or was.
    public func hasWritten(_ line: AuditRecord.ID) throws -> Bool {
        try readers.read { try $0.hasNumbered(line, in: "audit") }
    }
}

/// How a line of the audit stands in a row.
private enum AuditRow {
    static let columns = """
        id, at, last_at, count, actor, action, subject, session, address, request_id, result, detail
        """

    static func record(_ row: Row) -> AuditRecord {
        AuditRecord(
            id: row[0], at: row[1], lastAt: row[2], count: row[3], actor: row[4], action: row[5], subject: row[6],
            session: row[7], address: row[8], requestID: row[9], result: row[10], detail: row[11])
    }
}
