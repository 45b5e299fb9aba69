// SPDX-License-Identifier: Apache-2.0

import Auth
import Synchronization

/// What this process knows of changes to users, by which it tells at once whether one is still as they were seen.
///
/// Users share a few dozen places, each of which has a state in the database that every change to one of its users
/// makes another (``Schema/addFourthVersion(_:)``). The states are read again when SQLite notes a commit, whoever made
/// it; while it notes none, what is known here is all that there is to know. So nobody has to tell anything to anybody,
/// and a process that dies in the midst of a change leaves nothing unsettled.
final class UserChanges: Sendable {
    /// How many places there are, a power of two: so few that to read all takes no longer than to look for one user,
    /// and so many that the others hardly notice when one logs out.
    static let places = 64

    private let lastCommit: LastCommit
    private let readers: Readers
    private let states = InlineArray<64, Atomic<UInt64>> { _ in Atomic(0) }
    /// The commit that the states are at least as new as.
    private let knownCommit = Atomic<UInt64>(0)
    private let catchingUp = Mutex(())

    init(_ lastCommit: LastCommit, _ readers: Readers) {
        self.lastCommit = lastCommit
        self.readers = readers
    }

    /// Whether no user of the mark's place has changed since, of all that is committed by now.
    func isCurrent(_ mark: Mark) -> Bool {
        guard currentCommit() != nil, states.indices.contains(mark.place) else { return false }
        return states[mark.place].load(ordering: .acquiring) == mark.state
    }

    /// The user whom `find` finds, with a mark where nothing was committed meanwhile.
    ///
    /// The state is taken before SQLite's note is looked at once more: had somebody else read a newer state than that
    /// in which the user was found, there would be a newer note.
    func sighting(_ find: () throws -> User?) rethrows -> Sighting? {
        let before = currentCommit()
        guard let user = try find() else { return nil }
        let place = Int(user.id & Int64(Self.places - 1))
        let state = states[place].load(ordering: .acquiring)
        let isSettled = before != nil && before == lastCommit.value
        return Sighting(user: user, mark: isSettled ? Mark(place: place, state: state) : nil)
    }

    /// The last commit, where the states are as new; nil where they cannot be had at once.
    private func currentCommit() -> UInt64? {
        let commit = lastCommit.value
        return commit == knownCommit.load(ordering: .acquiring) || catchUp(with: commit) ? commit : nil
    }

    /// Reads the states; false where another thread does, or where they cannot be read.
    private func catchUp(with commit: UInt64) -> Bool {
        catchingUp.withLockIfAvailable { _ in
            guard let found = try? readers.userStates() else { return false }
            for (place, state) in found.enumerated() { states[place].store(state, ordering: .releasing) }
            knownCommit.store(commit, ordering: .releasing)
            return true
        } ?? false
    }
}
