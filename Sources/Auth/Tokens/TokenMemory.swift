// SPDX-License-Identifier: Apache-2.0

/// How many tokens a process remembers to have found good, and how often that was of use.
public struct TokenMemory: Sendable, Equatable {
    /// How many tokens are remembered.
    public let count: Int

    /// How many may be.
    public let capacity: Int

    /// How many tokens that were shown were remembered.
    public let hits: Int

    /// How many were not, and had to be verified.
    public let misses: Int
}
