// SPDX-License-Identifier: Apache-2.0

import JOSE

/// A line of the audit, as it is read.
public struct AuditRecord: Sendable, Equatable, Identifiable {
    /// The number of the line; a later line has a greater one.
    public let id: Int64
    /// When it was done, the first time where the line stands for several.
    public let at: NumericDate
    /// When it was done the last time.
    public let lastAt: NumericDate
    /// How many deeds the line stands for.
    public let count: Int
    /// Who did it; nil where nobody had shown who they were.
    public let actor: String?
    /// What was done, as ``AuditAction`` spells it.
    public let action: String
    /// To whom.
    public let subject: String?
    /// The session that it was done to, or in which it was done.
    public let session: Session.ID?
    /// From where.
    public let address: String
    /// The name of the request.
    public let requestID: String?
    /// What came of it, as ``AuditResult`` spells it.
    public let result: String
    /// What else is worth knowing.
    public let detail: String?

    /// Makes the value that a store hands out.
    public init(
        id: Int64, at: NumericDate, lastAt: NumericDate, count: Int, actor: String?, action: String, subject: String?,
        session: Session.ID?, address: String, requestID: String?, result: String, detail: String?
    ) {
        self.id = id
        self.at = at
        self.lastAt = lastAt
        self.count = count
        self.actor = actor
        self.action = action
        self.subject = subject
        self.session = session
        self.address = address
        self.requestID = requestID
        self.result = result
        self.detail = detail
    }
}

extension AuditRecord {
    /// The line as a JSON object; what is not known is left out.
    public var json: JSON {
        let members: [(String, JSON?)] = [
            ("id", .integer(id)), ("at", .integer(at)), ("last_at", .integer(lastAt)),
            ("count", .integer(Int64(count))), ("actor", actor.map(JSON.string)), ("action", .string(action)),
            ("subject", subject.map(JSON.string)), ("session", session.map(JSON.string)),
            ("address", .string(address)), ("request_id", requestID.map(JSON.string)),
            ("result", .string(result)), ("detail", detail.map(JSON.string)),
        ]
        return .object(members.compactMap { name, value in value.map { JSON.Member(name, $0) } })
    }
}

/// Which lines of the audit are wanted: the first `limit` that fit, in the order of their numbers.
public struct AuditQuestion: Sendable {
    /// What the user's name is compared by, who did it or to whom it was done; nil for everybody.
    public var user: String?
    /// The earliest time.
    public var since: NumericDate?
    /// Only lines with a greater number.
    public var after: Int64
    /// How many at most.
    public var limit: Int

    /// A question; the name is compared without regard to case.
    public init(user: String? = nil, since: NumericDate? = nil, after: Int64 = 0, limit: Int = 100) {
        self.user = user.map { Username.key(of: $0) ?? $0 }
        self.since = since
        self.after = after
        self.limit = limit
    }
}
