// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The deadline over what one thread does with a socket.
///
/// A blocking read or write has no wall-clock limit of its own: SO_RCVTIMEO begins anew with every byte. So the
/// acceptor shuts the socket down from outside when the time has passed, and the blocked call returns. A descriptor
/// is in here only while its thread is about to read or write it, never while it may be closed: the lock decides.
final class Watch: Sendable {
    private struct State {
        var descriptor: Int32 = -1
        var deadline: Moment = 0
        var hasExpired = false
        var isCut = false
    }

    private let state = Mutex(State())
    private let busySince = Atomic<Moment>(0)

    /// Since when the thread serves a request, nil when it waits for one.
    var servingSince: Moment? {
        let moment = busySince.load(ordering: .relaxed)
        return moment == 0 ? nil : moment
    }

    /// Notes that the thread begins to serve, or has ended.
    func serving(since moment: Moment?) {
        busySince.store(moment ?? 0, ordering: .relaxed)
    }

    /// Puts the descriptor under a deadline until ``release()``; false when the server was stopped.
    func guarding(_ descriptor: Int32, until deadline: Moment) -> Bool {
        state.withLock { state in
            guard !state.isCut else { return false }
            state = State(descriptor: descriptor, deadline: deadline)
            return true
        }
    }

    /// Takes the descriptor out; why it was shut down, if it was.
    func release(expired reason: Server.Drop) -> Server.Drop? {
        state.withLock { state in
            state.descriptor = -1
            return state.isCut ? .stopped : state.hasExpired ? reason : nil
        }
    }

    /// Shuts the descriptor down when its time has passed.
    func enforce(at now: Moment) {
        state.withLock { state in
            guard state.descriptor >= 0, !state.hasExpired, state.deadline <= now else { return }
            state.hasExpired = true
            shutdown(state.descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Cuts what is in flight now, and everything that would come.
    func cut() {
        state.withLock { state in
            state.isCut = true
            if state.descriptor >= 0 { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
        }
    }
}
