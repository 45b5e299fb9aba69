// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc

/// The signals that a worker hears, on one thread alone: in any other, one that arrives in the middle of a read would
/// cut a request short.
struct Signals {
    /// What a signal asks for.
    enum Demand: Equatable {
        /// To answer what is under way, and then to end.
        case drain
        /// To cut what is under way, and to end.
        case stop
        /// To end without waiting for anything: a request does not let itself be cut.
        case abandon
        /// To read again what may change meanwhile: the level of the log, the key file.
        case reload
        /// Nothing: a worker reads the rest of its configuration once.
        case nothing
    }

    private var last = Demand.nothing

    /// What this signal asks for, after those that came before it.
    mutating func demand(of signal: Int32) -> Demand {
        if signal == SIGHUP { return .reload }
        guard signal == SIGTERM || signal == SIGINT else { return .nothing }
        last =
            switch last {
            case .nothing, .reload: signal == SIGTERM ? .drain : .stop
            case .drain: .stop
            case .stop, .abandon: .abandon
            }
        return last
    }
}

extension Signals {
    /// Lets a crash end the process at once, so that it is started again.
    ///
    /// Swift's handler would first stop every other thread to print their stacks, by signals that these block: it waits
    /// for them, and a worker whose memory is in ruins goes on serving.
    private static func dieOfCrashes() {
        for crash in SignalMask.crashes { signal(crash, SIG_DFL) }
    }

    private static let heard = [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2]

    /// Blocks them in this thread and in all that it will start, and lets writes to a closed pipe, or beyond the size
    /// that a file may have, fail instead of kill.
    static func block() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        dieOfCrashes()
        var set = all
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for the next of them.
    static func next() -> Int32 {
        var set = all
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        return signal
    }

    private static var all: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in heard { sigaddset(&set, signal) }
        return set
    }
}
