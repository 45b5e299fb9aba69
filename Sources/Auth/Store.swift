// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What the rules need remembered.
///
/// Every change is one transaction, named by the fact that it establishes; when it has returned, that fact is durable
/// and binds every thread and process at its next question.
///
/// Any error that a method throws means that nothing is known to be done, or that the question has no answer: the
/// caller answers 503, never yes. A change whose commit fails on the disk is not seen by anybody, but may come to light
/// after a crash.
///
/// A change of users, roles or sessions names its author, and writes a line of the audit in its own transaction; what
/// changes nothing writes none. Attempts are counted, and a hash is renewed, without one. Where the author acts by a
/// role (``Author/role``), the change asks in that transaction whether they have it.
public protocol Store: UserStore, RoleStore, SessionStore, RateLimitStore, AuditStore, Sendable {
    /// Proves that the store can be read and written now.
    ///
    /// - Throws: the store's error, which says what is not ready.
    func checkReadiness() throws

    /// Removes at most `limit` rows of each kind that can no longer matter at `now` and says how many went.
    ///
    /// Nothing is removed that could still make a token be refused: a session goes only when the last token of it
    /// has expired `margin` seconds ago. Lines of the audit go when they are `auditAge` seconds old.
    ///
    /// Both stay where the clock may have leapt, such as that of a host which has just started: where the audit has no
    /// line of the week that ended a day before `now`, and older ones. The audit is told of that once a day, and so the
    /// clock is believed once it has stood there for a day.
    func purge(at now: NumericDate, margin: Int64, auditAge: Int64, limit: Int, by author: Author) throws -> Removal
}

/// Users and the roles that they have.
public protocol UserStore {
    /// Adds a user unless the name is taken in any spelling of its case; the audit calls it `action`.
    func add(
        _ name: Username, passwordHash: String, roles: [String], as action: AuditAction, by author: Author,
        at now: NumericDate
    ) throws -> Addition

    /// Adds all of these users, or, where there is an obstacle to one of them, none.
    ///
    /// A rehearsal adds none either, and says what would come of it.
    func add(
        all users: [ImportedUser], isRehearsal: Bool, by author: Author, at now: NumericDate
    ) throws -> ImportOutcome

    /// What is needed to check a password; nil where there is no such user.
    func credentials(for name: Username) throws -> Credentials?

    /// Puts another hash of the same password in the place of `old`; does nothing where `old` is no longer the hash.
    func rehash(_ user: User.ID, from old: String, to new: String) throws

    /// Gives the user another password and ends all their sessions but `kept`.
    ///
    /// Where `old` is given, nothing changes unless it still is the hash; where `kept` is given, unless that session of
    /// the user is alive: whoever ended it may have meant to keep its holder from this very change.
    func setPassword(
        of user: User.ID, from old: String?, to new: String, keeping kept: Session.ID?, by author: Author,
        at now: NumericDate
    ) throws -> UserChange

    /// The user of that name, or nil.
    func user(named name: Username) throws -> User?

    /// The user of that number, or nil.
    func user(_ id: User.ID) throws -> User?

    /// At most `limit` users in the order of their numbers, those after `after`.
    func users(after: User.ID, limit: Int) throws -> [User]

    /// Whether the number is that of a user, or was.
    func hasGiven(_ id: User.ID) throws -> Bool

    /// Changes the user's roles, or whether they are disabled, or both; to disable ends all their sessions.
    ///
    /// The last administrator who can log in stays one.
    func amend(
        _ user: User.ID, _ amendment: UserAmendment, by author: Author, at now: NumericDate
    ) throws -> UserChange

    /// Deletes the user with all their sessions, but not the last administrator; the number is never given again.
    func delete(_ user: User.ID, by author: Author, at now: NumericDate) throws -> UserChange
}

extension UserStore {
    /// Gives the user exactly these roles.
    ///
    /// - Throws: ``RoleFault`` besides.
    public func setRoles(
        of user: User.ID, to roles: [String], by author: Author, at now: NumericDate
    ) throws -> UserChange {
        try amend(user, UserAmendment(roles: roles), by: author, at: now)
    }

    /// Disables or enables the user; to disable ends all their sessions.
    public func setDisabled(
        _ user: User.ID, to disabled: Bool, by author: Author, at now: NumericDate
    ) throws -> UserChange {
        try amend(user, UserAmendment(isDisabled: disabled), by: author, at: now)
    }
}

/// Sessions and the refresh tokens in them.
public protocol SessionStore {
    /// Opens a session for a user who is enabled and whose hash still is `verified`, and drops the oldest sessions
    /// beyond a sensible number for one user.
    ///
    /// The hash is asked again within the transaction: a password changed while the old one was being checked opens
    /// nothing.
    func open(_ session: Session, verified passwordHash: String) throws -> Opening

    /// Whose session it is, as they are now, and since when; nil as with ``user(of:)``.
    func holder(of session: Session.ID) throws -> Holder?

    /// Spends the session's refresh token in favour of `next`, which was made for `holder`, or ends the session where
    /// the token had been spent before.
    ///
    /// The token that was spent last may come again until its answer's ``Successor/Answer/until``, provided that its
    /// successor has not been spent: then the answer is given again that was kept. Nothing is done where the holder is
    /// not as they were any more, such as after a change of their roles.
    func spend(
        _ presented: TokenDigest, of session: Session.ID, for next: Successor, to holder: Holder, by client: Client,
        at now: NumericDate
    ) throws -> Spending

    /// Whether ``spend(_:of:for:to:by:at:)`` would renew the session by this token, or answer it once more; nothing is
    /// done.
    func accepts(_ presented: TokenDigest, of session: Session.ID, at now: NumericDate) throws -> Bool

    /// Ends the session, of whomever it is or of `owner` alone: from now on its tokens are revoked. False where it had
    /// ended, is another's, or never was. The audit calls it `action`.
    @discardableResult
    func end(
        _ session: Session.ID, of owner: User.ID?, as action: AuditAction, by author: Author, at now: NumericDate
    ) throws -> Bool

    /// Ends all sessions of the user but `kept` and says how many there were; the audit calls it `action`.
    func endSessions(
        of user: User.ID, keeping kept: Session.ID?, as action: AuditAction, by author: Author, at now: NumericDate
    ) throws -> Revocation

    /// The sessions of the user that are alive at `now`, those that were used last before the others.
    func sessions(of user: User.ID, at now: NumericDate) throws -> [OpenSession]

    /// The user whose session this is, as they are now; nil where the session has ended or is unknown, or where the
    /// user is disabled or gone. This is the question of the hot path: it writes nothing.
    func user(of session: Session.ID) throws -> User?

    /// The same, with a mark by which ``isCurrent(_:)`` tells later, without a read, whether it still holds.
    ///
    /// A store that cannot tell gives no mark; without an implementation of its own it gives none.
    func sighting(of session: Session.ID) throws -> Sighting?

    /// Whether nothing that ``sighting(of:)`` has told with this mark was changed since, by whatever process and
    /// however it has ended; false where that cannot be told at once.
    ///
    /// This is asked at every request.
    func isCurrent(_ mark: Mark) -> Bool
}

extension SessionStore {
    /// The holder, without a mark.
    public func sighting(of session: Session.ID) throws -> Sighting? {
        try user(of: session).map { Sighting(user: $0, mark: nil) }
    }

    /// False: no mark was given.
    public func isCurrent(_ mark: Mark) -> Bool { false }
}

/// Counters of attempts that all processes share.
public protocol RateLimitStore {
    /// Counts one attempt against every limit of `charges`, or, where one of them is used up, counts none.
    ///
    /// Windows are fixed: one begins with its first attempt. Exact however many threads and processes race. Of the
    /// attempt that uses a window up `entry` is noted, as ``AuditStore/note(_:at:)`` does; those that are refused after
    /// it write nothing.
    func charge(_ charges: [RateCharge], noting entry: AuditEntry?, at now: NumericDate) throws -> RateVerdict

    /// Takes back one attempt from each of `charges`, in the window in which it still stands.
    func refund(_ charges: [RateCharge], at now: NumericDate) throws

    /// The windows that are used up at `now`, for an operator to see.
    func exhausted(at now: NumericDate) throws -> [RateWindow]

    /// Forgets every window that is counted for one of the subjects, and says how many there were; where there were
    /// any, `entry` is written with it.
    @discardableResult
    func lift(_ subjects: Set<String>, noting entry: AuditEntry, at now: NumericDate) throws -> Int
}
