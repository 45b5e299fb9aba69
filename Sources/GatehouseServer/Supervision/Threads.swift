// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Starts a thread that nobody joins; `purpose` names it where it cannot be had.
///
/// - Throws: ``Failure`` where the system has no thread left.
func startThread(_ purpose: String, _ work: @escaping @Sendable () -> Void) throws(Failure) {
    let box = Unmanaged.passRetained(ThreadWork(work))
    var thread = pthread_t()
    let result = pthread_create(
        &thread, nil,
        { argument in
            if let argument { Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().run() }
            return nil
        }, box.toOpaque())
    guard result == 0 else {
        box.release()
        throw Failure(.temporary, "cannot start a thread for \(purpose): \(systemMessage(result))")
    }
    pthread_detach(thread)
}

/// What a thread is to do, on its way through C.
private final class ThreadWork {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
