// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A POSIX thread that runs one closure, and is joined or let go.
package struct POSIXThread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private let thread: pthread_t

    /// Starts the thread.
    ///
    /// - Throws: ``ThreadError`` when the system has none left.
    package init(_ body: @escaping @Sendable () -> Void) throws(ThreadError) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let code = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw ThreadError(code: code)
        }
        self.thread = thread
    }

    /// Waits for its end.
    package func join() {
        pthread_join(thread, nil)
    }

    /// Leaves it to itself: nobody will join it.
    package func detach() {
        pthread_detach(thread)
    }
}

/// The system gave no thread, or no descriptor.
package struct ThreadError: Error, CustomStringConvertible {
    /// The error number.
    package let code: Int32

    /// Makes the error of that number.
    package init(code: Int32) {
        self.code = code
    }

    package var description: String {
        "The server cannot start its threads: \(systemMessage(code)); raise the limits of the process."
    }
}
