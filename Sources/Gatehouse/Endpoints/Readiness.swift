// SPDX-License-Identifier: Apache-2.0

import Auth
import Synchronization

/// Whether the store could be read and written, as it was found out within the last second.
///
/// Anybody may ask, and to find out takes the lock that logins take: so a flood of questions costs one probe a second,
/// and while one is under way the others are told what the one before has found.
final class Readiness: Sendable {
    private struct State {
        var failure: (any StoreFailure)?
        var foundAt: ContinuousClock.Instant?
        var isProbing = false
    }

    private let state = Mutex(State())
    private let store: any Store
    private let clock: @Sendable () -> ContinuousClock.Instant

    /// Before the first probe has ended the store counts as ready: it has been opened.
    init(_ store: any Store, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.store = store
        self.clock = clock
    }

    /// Returns where the store is ready.
    ///
    /// - Throws: ``NotReady``; what the store throws besides its own failures.
    func check() throws {
        let failure = begins() ? try found() : state.withLock { $0.failure }
        if let failure { throw NotReady(parts: ["database"], cause: failure) }
    }

    /// Whether it is for this caller to find out.
    private func begins() -> Bool {
        let now = clock()
        return state.withLock { state in
            let isFresh = state.foundAt.map { now - $0 < .seconds(1) } ?? false
            guard !isFresh, !state.isProbing else { return false }
            state.isProbing = true
            return true
        }
    }

    private func found() throws -> (any StoreFailure)? {
        defer { state.withLock { $0.isProbing = false } }
        var failure: (any StoreFailure)?
        do {
            try store.checkReadiness()
        } catch let error as any StoreFailure {
            failure = error
        }
        let now = clock()
        state.withLock { ($0.failure, $0.foundAt) = (failure, now) }
        return failure
    }
}

/// Something without which requests cannot be answered fails.
struct NotReady: Error {
    /// What it is, in words that a client may read.
    let parts: [String]

    /// Why, for the log.
    let cause: any StoreFailure
}
