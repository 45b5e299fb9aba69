// SPDX-License-Identifier: Apache-2.0

/// What came of trying a password.
public enum PasswordCheck: Sendable, Equatable {
    /// The password is the one that was hashed; an outdated hash is one that would be made otherwise today.
    case right(outdated: Bool)
    /// The password is another, or there is no hash that it could have been compared with.
    case wrong
}

/// The hashing slots are taken and enough callers wait for one.
public struct HashingBusy: Error, Sendable, Equatable, CustomStringConvertible {
    /// When it is worth trying again, in seconds.
    public let retryAfter: Int

    /// The sentence for the log.
    public var description: String { "more passwords wait to be hashed than the slots can work off" }
}

/// libcrypt has refused to hash, or there was no thread to do it: the system lacks memory or a method.
public struct HashingFailed: Error, Sendable, Equatable, CustomStringConvertible {
    /// The error number that it left.
    public let errno: Int32

    /// The sentence for the log.
    public var description: String { "a password could not be hashed (errno \(errno))" }
}
