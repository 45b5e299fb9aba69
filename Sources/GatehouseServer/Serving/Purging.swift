// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc

/// Removes what can no longer matter, in slices that leave others room to write between them.
struct Purging: Sendable {
    let store: any Store

    /// The seconds by which clocks may differ: a token counts until that long after its `exp`.
    let leeway: Int64

    /// The age, in seconds, at which lines of the audit go.
    let auditAge: Int64

    /// Who does it.
    let author: Author

    /// How many rows of a kind go at a time.
    var slice = 500

    /// Removes all of it; says how many rows went.
    func all(clock: () -> Int64) throws -> Removal {
        var total = 0
        while true {
            // A minute more, since the clocks of processes that share the store are never quite the same.
            let removal = try store.purge(
                at: clock(), margin: leeway + 60, auditAge: auditAge, limit: slice, by: author)
            total += removal.count
            if removal.count < slice { return Removal(count: total, leap: removal.leap) }
            usleep(20_000)
        }
    }
}

extension Removal {
    /// The sentence for the operator, where the clock is not believed.
    var doubt: String? {
        leap.map {
            "the clock may have leapt, since nothing is known of the time from \(Timestamp.text(ofSecond: $0)) until a "
                + "day ago: sessions and audit are purged once it has stood there for a day"
        }
    }
}
