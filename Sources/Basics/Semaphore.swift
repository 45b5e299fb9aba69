// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A count that threads wait for, no longer than until a moment on a clock that nobody sets.
///
/// Dispatch's semaphore waits by the time of day on Linux (sem_timedwait(3)): when that is set forward all who wait
/// have waited too long at once, and when it is set back, or stands still, nobody ever has.
package final class Semaphore: Sendable {
    private struct State {
        var mutex = pthread_mutex_t()
        var arrival = pthread_cond_t()
        var count = 0
    }

    /// Not unsafe to share: the address never changes, and what is there is looked at and changed under its mutex
    /// alone.
    nonisolated(unsafe) private let state: UnsafeMutablePointer<State>

    /// Nothing has been signalled yet.
    package init() {
        state = .allocate(capacity: 1)
        state.initialize(to: State())
        pthread_mutex_init(&state.pointee.mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(&state.pointee.arrival, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(&state.pointee.arrival)
        pthread_mutex_destroy(&state.pointee.mutex)
        state.deallocate()
    }

    /// Lets one thread go on, now or when it comes to wait.
    package func signal() {
        pthread_mutex_lock(&state.pointee.mutex)
        state.pointee.count += 1
        pthread_cond_signal(&state.pointee.arrival)
        pthread_mutex_unlock(&state.pointee.mutex)
    }

    /// Waits for a signal.
    package func wait() {
        _ = take { pthread_cond_wait(&state.pointee.arrival, &state.pointee.mutex) }
    }

    /// Waits for a signal until then; false where none has come.
    package func wait(until end: ContinuousClock.Instant) -> Bool {
        var moment = monotonic(end)
        return take { pthread_cond_timedwait(&state.pointee.arrival, &state.pointee.mutex, &moment) }
    }

    /// Takes one from the count, which `wait` waits for as long as there is none; false where it fails before.
    private func take(_ wait: () -> CInt) -> Bool {
        pthread_mutex_lock(&state.pointee.mutex)
        defer { pthread_mutex_unlock(&state.pointee.mutex) }
        while state.pointee.count == 0 {
            // A signal may come between the end of the wait and the mutex.
            guard wait() == 0 || state.pointee.count > 0 else { return false }
        }
        state.pointee.count -= 1
        return true
    }

    private func monotonic(_ end: ContinuousClock.Instant) -> timespec {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let left = max(.zero, ContinuousClock.now.duration(to: end)).components
        let nanoseconds = now.tv_nsec + Int(left.attoseconds / 1_000_000_000)
        return timespec(
            tv_sec: now.tv_sec + Int(left.seconds) + nanoseconds / 1_000_000_000,
            tv_nsec: nanoseconds % 1_000_000_000)
    }
}
