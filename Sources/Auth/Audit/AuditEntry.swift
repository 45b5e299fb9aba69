// SPDX-License-Identifier: Apache-2.0

/// What was done, or tried.
public enum AuditAction: String, Sendable, CaseIterable {
    /// Somebody made an account for themselves.
    case register
    /// An operator made an account.
    case addUser = "add-user"
    /// An operator took users over from elsewhere.
    case importUsers = "import-users"
    /// A name and a password were shown.
    case login
    /// A refresh token was shown; only what goes wrong with it is kept.
    case refresh
    /// The session in which it was asked for ended.
    case logout
    /// Another session was ended.
    case endSession = "end-session"
    /// Somebody ended all sessions of their own.
    case logoutAll = "logout-all"
    /// Somebody else ended all sessions of a user.
    case revokeUser = "revoke-user"
    /// The password was changed.
    case changePassword = "change-password"
    /// The roles were changed.
    case changeRoles = "change-roles"
    /// The account was shut.
    case disable
    /// The account was opened again.
    case enable
    /// The account was deleted.
    case delete
    /// A role was made, or was given other permissions.
    case setRole = "set-role"
    /// A role was deleted.
    case deleteRole = "delete-role"
    /// Counted attempts were forgotten.
    case liftLimits = "lift-limits"
    /// A key was made.
    case generateKey = "generate-key"
    /// Another key signs from then on.
    case rotateKeys = "rotate-keys"
    /// What a key has signed is refused from then on.
    case retireKey = "retire-key"
    /// Something was asked for that only administrators may; only what is refused is kept.
    case administer
    /// What could no longer matter was removed.
    case purge
    /// An older state of the store was found in its place; all sessions were ended.
    case rollback
    /// The store that was known is gone, and one in which nobody was logged in was found in its place.
    case loss
    /// All that the store holds was copied.
    case backUp = "backup"
    /// A copy was put in the place of the store; all sessions were ended.
    case restore
}

/// What came of it.
public enum AuditResult: String, Sendable, CaseIterable {
    /// It was done.
    case done
    /// The password was wrong, nobody has the name, or the user may not.
    case failed
    /// A limit was used up with this attempt; those that follow in the window are refused unseen.
    case limited
    /// A refresh token came again after it had been spent; the session was ended.
    case replayed
    /// It was put off.
    case postponed
}

/// A line of the audit before it is written: what was done to whom, by whom, with what result.
///
/// It never holds a password or a token, and no name that nobody has: people type passwords where names belong.
public struct AuditEntry: Sendable, Equatable {
    /// What was done.
    public let action: AuditAction

    /// What came of it.
    public let result: AuditResult

    /// Who did it.
    public let author: Author

    /// The name of the user to whom it was done, where there is one.
    public let subject: String?

    /// The session that it was done to.
    public let session: Session.ID?

    /// What else is worth knowing, in a few words.
    public let detail: String?

    /// How many deeds the line stands for.
    public let count: Int

    /// A line.
    public init(
        _ action: AuditAction, _ result: AuditResult = .done, by author: Author, to subject: String? = nil,
        in session: Session.ID? = nil, detail: String? = nil, count: Int = 1
    ) {
        self.action = action
        self.result = result
        self.author = author
        self.subject = subject
        self.session = session
        self.detail = detail
        self.count = count
    }

    /// What the subject's name is compared by.
    public var subjectKey: String? { subject.flatMap(Username.key) }
}
