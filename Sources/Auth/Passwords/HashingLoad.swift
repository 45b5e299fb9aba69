// SPDX-License-Identifier: Apache-2.0

/// How busy the hashing of passwords is at a moment.
public struct HashingLoad: Sendable, Equatable {
    /// How many passwords can be hashed at once.
    public let slots: Int

    /// How many are being hashed.
    public let busy: Int

    /// How many callers wait for a slot.
    public let waiting: Int

    /// How many may wait.
    public let queue: Int
}

extension PasswordHasher {
    /// How busy the hasher is now.
    public var load: HashingLoad { slots.load }
}
