// SPDX-License-Identifier: Apache-2.0

import Basics
import CFastCGI
import Glibc

/// The process-wide state of libfcgi.
enum FastCGILibrary {
    /// `FCGX_Init` is not thread-safe: a static is initialised once.
    private static let code: Int32 = SignalMask.blockingAll {
        // It puts handlers without SA_RESTART over these signals, which would end requests and swallow SIGTERM.
        let signals = [SIGPIPE, SIGUSR1, SIGTERM]
        let former = signals.map { signal in
            var action = sigaction()
            sigaction(signal, nil, &action)
            return action
        }
        let code = FCGX_Init()
        for (signal, action) in zip(signals, former) {
            var action = action
            sigaction(signal, &action, nil)
        }
        return code
    }

    /// Makes the library ready, leaving the process's signal dispositions as they were.
    static func initialize() throws(ThreadError) {
        guard code == 0 else { throw ThreadError(code: code) }
    }
}
