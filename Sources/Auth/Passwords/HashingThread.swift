// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Starts a thread that nobody joins, of the priority that is left when everybody else has been served.
///
/// An unprivileged thread cannot take such a step back (setpriority(2)), so threads take it that do nothing else.
///
/// - Throws: ``HashingFailed`` where the system has no thread left.
func startLowPriorityThread(_ work: @escaping @Sendable () -> Void) throws(HashingFailed) {
    let box = Unmanaged.passRetained(ThreadWork(work))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { argument in
            // On Linux a thread has a priority of its own, and 0 means the one that calls.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, lowPriority)
            if let argument { Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, box.toOpaque())
    guard code == 0 else {
        box.release()
        throw HashingFailed(errno: code)
    }
    pthread_detach(thread)
}

/// The niceness of such a thread: about a tenth of what one of the usual priority gets beside it.
private let lowPriority: Int32 = 10

/// What a thread is to do, on its way through C.
private final class ThreadWork {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
