// SPDX-License-Identifier: Apache-2.0

import JOSE

/// Whose session it is that is being renewed, as they are now.
public struct Holder: Sendable, Equatable {
    /// The user.
    public let user: User

    /// When the session was opened.
    public let since: NumericDate

    /// Makes the value that a store hands out.
    public init(user: User, since: NumericDate) {
        self.user = user
        self.since = since
    }
}

/// What comes after a refresh token that is spent.
public struct Successor: Sendable, Equatable {
    /// The digest of the next refresh token.
    public let digest: TokenDigest

    /// When that one expires, and the session with it.
    public let expiresAt: NumericDate

    /// What is to be given again to whoever shows the spent token once more; nil where that is theft at once.
    public let answer: Answer?

    /// An answer that only those can read who have the token that was spent for it.
    public struct Answer: Sendable, Equatable {
        /// The answer, sealed.
        public let sealed: [UInt8]

        /// The last second in which it is given again; nor is it given earlier than as long before it was made.
        public let until: NumericDate

        /// Makes an answer to keep.
        public init(sealed: [UInt8], until: NumericDate) {
            self.sealed = sealed
            self.until = until
        }
    }

    /// Makes a successor.
    public init(digest: TokenDigest, expiresAt: NumericDate, answer: Answer? = nil) {
        self.digest = digest
        self.expiresAt = expiresAt
        self.answer = answer
    }
}

/// What came of spending a refresh token.
public enum Spending: Sendable, Equatable {
    /// The token is spent and its successor is the one that counts; this is the user as they are now.
    case renewed(User)
    /// The token had just been spent: this is the sealed answer that was given then.
    case repeated([UInt8])
    /// The token had been spent before: somebody else has it. The session has been ended.
    case replayed
    /// Nothing was done: the successor was made for a user who is not as they were any more, but like this.
    case outdated(Holder)
    /// The session had ended or is unknown, or its user is disabled or gone.
    case ended
}
