// SPDX-License-Identifier: Apache-2.0

/// Whose session it is, as a store has found it at a moment.
public struct Sighting: Sendable, Equatable {
    /// The user as they were then.
    public let user: User

    /// By what the store can tell whether it would still find the same; nil where it cannot.
    public let mark: Mark?

    /// Makes the value that a store hands out.
    public init(user: User, mark: Mark?) {
        self.user = user
        self.mark = mark
    }
}

/// A state of what a store knows about some of its users, of whom one was seen.
///
/// It must be unmistakable, since nothing else says which store it is of, and when: 64 random bits are, a counter is
/// not.
public struct Mark: Sendable, Equatable {
    /// Which users it is about, in a number of the store's own.
    public let place: Int

    /// The state.
    public let state: UInt64

    /// Makes the value that a store hands out.
    public init(place: Int, state: UInt64) {
        self.place = place
        self.state = state
    }
}
