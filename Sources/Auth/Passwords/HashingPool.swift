// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc
import Synchronization

/// What a slot is to do for somebody who waits for it.
final class HashingJob: Sendable {
    let work: @Sendable (CryptBuffer) -> Void
    let done = Semaphore()

    init(_ work: @escaping @Sendable (CryptBuffer) -> Void) {
        self.work = work
    }
}

/// The jobs that wait, and the threads that do them.
///
/// A thread is started when it is first needed, and ends after ``close()``.
final class HashingPool: Sendable {
    private struct State {
        var free: Int
        var threads = 0
        var assigned: [HashingJob] = []
        var waiting: [HashingJob] = []
    }

    private let state: Mutex<State>
    private let count: Int
    private let queue: Int
    private let arrival = Semaphore()

    init(count: Int, queue: Int) {
        state = Mutex(State(free: count))
        self.count = count
        self.queue = queue
    }

    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// How long the line is, and how many slots are taken.
    var load: HashingLoad {
        state.withLock { state in
            HashingLoad(slots: count, busy: count - state.free, waiting: state.waiting.count, queue: queue)
        }
    }

    /// Takes a job for a free slot or into the queue; false where there is no room.
    ///
    /// - Throws: ``HashingFailed`` where the system has no thread for a slot that is free.
    func take(_ job: HashingJob) throws(HashingFailed) -> Bool {
        try state.withLock { state throws(HashingFailed) in
            guard state.free > 0 else {
                guard state.waiting.count < queue else { return false }
                state.waiting.append(job)
                return true
            }
            if state.threads <= count - state.free {
                try startThread()
                state.threads += 1
            }
            state.free -= 1
            state.assigned.append(job)
            arrival.signal()
            return true
        }
    }

    /// Takes a job out of the queue; false where it has been begun.
    func leave(_ job: HashingJob) -> Bool {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === job }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
    }

    /// Lets the threads end.
    func close() {
        state.withLock { state in
            for _ in 0..<state.threads { arrival.signal() }
        }
    }

    private func startThread() throws(HashingFailed) {
        do throws(ThreadError) {
            try POSIXThread { [self] in work() }.detach()
        } catch {
            throw HashingFailed(errno: error.code)
        }
    }

    private func work() {
        stepBack()
        let buffer = CryptBuffer()
        while let first = next() {
            var job: HashingJob? = first
            while let current = job {
                current.work(buffer)
                // Before the caller goes on: whoever asks for a slot then finds this one free.
                job = successor()
                current.done.signal()
            }
        }
    }

    /// Waits for a job; nil where none will come any more.
    private func next() -> HashingJob? {
        arrival.wait()
        return state.withLock { $0.assigned.isEmpty ? nil : $0.assigned.removeFirst() }
    }

    /// The first who waits, so that nobody who comes later can take the slot from them; nil leaves it free.
    private func successor() -> HashingJob? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
    }
}

/// Gives the thread that calls, for good, the priority that is left when everybody else has been served: about a tenth
/// of what one of the usual priority gets beside it.
///
/// An unprivileged thread cannot take such a step back (setpriority(2)), so threads take it that do nothing else.
private func stepBack() {
    // On Linux a thread has a priority of its own, and 0 means the one that calls.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
}
