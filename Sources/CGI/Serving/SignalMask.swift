// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Signals on the threads of a server: none is ever delivered to one of them.
///
/// A signal that lands in a reading thread would cut its request short, since libfcgi takes EINTR for the end; the
/// process takes signals in a thread of its own. SIGPIPE too stays pending, and a write to a closed socket is EPIPE.
/// Those of a crash are let through: where all threads block SIGABRT, a watchdog sends it in vain.
package enum SignalMask {
    /// The signals of a crash.
    package static let crashes = [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGSYS, SIGTRAP]

    /// Runs the body with every signal blocked but those of a crash; threads started in it inherit that.
    static func blockingAll<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        var all = sigset_t()
        var former = sigset_t()
        sigfillset(&all)
        for signal in crashes { sigdelset(&all, signal) }
        pthread_sigmask(SIG_SETMASK, &all, &former)
        defer { restore(&former) }
        return try body()
    }

    /// Gives the thread its mask back, without the SIGPIPE that a broken connection left pending.
    private static func restore(_ former: inout sigset_t) {
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        var noTime = timespec()
        while sigtimedwait(&pipe, nil, &noTime) == SIGPIPE {}
        pthread_sigmask(SIG_SETMASK, &former, nil)
    }
}
