// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A point on the monotonic clock, in nanoseconds; a plain integer, so that an atomic can hold it.
typealias Moment = Int64

extension Moment {
    /// The present.
    ///
    /// Deadlines of sockets are the kernel's time, never the application's clock.
    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The moment this much later.
    func advanced(by duration: Duration) -> Moment {
        self + duration.nanoseconds
    }
}

extension Duration {
    /// The whole nanoseconds of a duration; at most a hundred years.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return min(seconds, 3_155_760_000) * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
