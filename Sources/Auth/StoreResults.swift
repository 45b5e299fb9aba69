// SPDX-License-Identifier: Apache-2.0

import JOSE

/// What came of adding a user.
public enum Addition: Sendable, Equatable {
    /// The user is there now.
    case added(User)
    /// Somebody has the name, perhaps in another case.
    case nameTaken
    /// There is no role of this name.
    case unknownRole(String)
}

/// What came of a change to a user.
public enum UserChange: Sendable, Equatable {
    /// The change holds, and may have held before; this is the user after it (before it, where they were deleted).
    case changed(User)
    /// There is no such user.
    case unknownUser
    /// There is no role of this name.
    case unknownRole(String)
    /// Nothing was changed: afterwards nobody could administer the users any more.
    case lastAdministrator
    /// Nothing was changed: it would have ended the author's own administration.
    case ownAccount
    /// Nothing was changed: the author no longer has the role by which they act.
    case forbidden
    /// Nothing was changed: the password had been changed in the meantime.
    case stale
    /// Nothing was changed: the session in which it was asked for had ended in the meantime.
    case sessionEnded
}

/// What came of ending all sessions of a user.
public enum Revocation: Sendable, Equatable {
    /// None is alive but what was kept; so many were.
    case ended(Int)
    /// There is no such user.
    case unknownUser
    /// None was ended: the author no longer has the role by which they act.
    case forbidden
}

/// What came of opening a session.
public enum Opening: Sendable, Equatable {
    /// The session is open; this is its user.
    case opened(User)
    /// The user is gone or disabled, or has another password by now.
    case refused
}

/// What came of a purge.
public struct Removal: Sendable, Equatable {
    /// How many rows went.
    public let count: Int
    /// The last time that is known from before the clock may have leapt; nil where it is believed.
    public let leap: NumericDate?

    /// Makes the value that a store hands out.
    public init(count: Int, leap: NumericDate?) {
        self.count = count
        self.leap = leap
    }
}

/// What is needed to check a password.
public struct Credentials: Sendable, Equatable {
    /// Whose password it is.
    public let userID: User.ID
    /// The hash, in the notation of crypt(5).
    public let passwordHash: String
    /// Whether the account is shut, so that even the right password opens nothing.
    public let isDisabled: Bool

    /// Makes the value that a store hands out.
    public init(userID: User.ID, passwordHash: String, isDisabled: Bool) {
        self.userID = userID
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
    }
}

/// What every error of a store is marked with: the fact asked for could not be read, or the deed could not be done.
///
/// The caller answers 503; it is worth trying again.
public protocol StoreFailure: Error {}
