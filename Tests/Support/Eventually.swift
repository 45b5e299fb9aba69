// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Whether `condition` came to hold within so many seconds.
public func eventually(within seconds: Double = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
        if ContinuousClock.now > end { return false }
        usleep(5_000)
    }
    return true
}
