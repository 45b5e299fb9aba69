// SPDX-License-Identifier: Apache-2.0

/// A password is about to be tried.
struct Attempt {
    /// What the password is shown for.
    let action: AuditAction

    /// Whose password it would be, where somebody has the name.
    let subject: Username?

    /// Who tries.
    let author: Author

    /// What a failure counts against.
    let charges: [RateCharge]

    init(of action: AuditAction, as subject: Username?, by author: Author, charges: [RateCharge]) {
        self.action = action
        self.subject = subject
        self.author = author
        self.charges = charges
    }

    func entry(_ result: AuditResult, detail: String? = nil) -> AuditEntry {
        AuditEntry(action, result, by: author, to: subject?.text, in: author.session, detail: detail)
    }
}

extension Authority {
    /// The credentials, once the password has proved right, and whether the hash is one of former days.
    ///
    /// - Throws: ``Denial/invalidCredentials``, and then the failure is counted and noted; ``Denial/limited(_:)``,
    ///   ``Denial/busy(retryAfter:)``.
    func prove(
        _ password: String, of credentials: Credentials?, _ attempt: Attempt
    ) throws -> (proven: Credentials, isOutdated: Bool) {
        let now = clock()
        let (check, left) = try counting(attempt.charges, at: now) {
            try hashing {
                try hasher.verify(
                    password, against: credentials?.passwordHash, isShut: credentials?.isDisabled == true)
            }
        }
        guard case .right(let isOutdated) = check, let credentials else {
            let detail = left?.remaining == 0 ? "the limit for the name is used up" : nil
            try store.note(attempt.entry(.failed, detail: detail), at: clock())
            throw Denial.invalidCredentials
        }
        try store.refund(attempt.charges, at: now)
        return (credentials, isOutdated)
    }
}
