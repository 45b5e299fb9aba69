// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Timestamp {
    /// The day of the second where the host is, as RFC 3339 has it.
    static func localDay(ofSecond seconds: Int64) -> String {
        var (time, local) = (time_t(seconds), tm())
        localtime_r(&time, &local)
        return String(text(ofSecond: seconds + Int64(local.tm_gmtoff)).prefix { $0 != "T" })
    }
}
