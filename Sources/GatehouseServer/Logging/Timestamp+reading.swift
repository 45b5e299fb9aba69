// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension Timestamp {
    /// The second that a text stands for in the notation of RFC 3339: `2026-11-25T22:00:00Z`, or a day alone, which
    /// begins at midnight in UTC; nil for any other text.
    static func seconds(of text: String) -> Int64? {
        let isDay = text.utf8.count == "2026-11-25".utf8.count
        guard let date = try? Date(isDay ? text + "T00:00:00Z" : text, strategy: .iso8601) else { return nil }
        return Int64(date.timeIntervalSince1970)
    }
}
