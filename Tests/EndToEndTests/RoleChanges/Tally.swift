// SPDX-License-Identifier: Apache-2.0

/// What was done, how often, and what was answered otherwise than it had to be.
struct Tally: Sendable, CustomStringConvertible {
    private(set) var counts: [String: Int] = [:]
    private(set) var wrong: [String] = []

    /// Counts a deed that was acknowledged; false, and wrong, where it was not.
    mutating func acknowledge(_ deed: String, _ status: Int?) -> Bool {
        if status == 200 { count(deed, 1) } else { wrong.append("\(deed): \(status ?? 0)") }
        return status == 200
    }

    /// Counts decisions after a deed, and keeps those that are not what they have to be after it.
    mutating func expect(_ statuses: [Int?], _ expected: [Int], after deed: String) {
        count("decisions", statuses.count)
        if statuses != expected { wrong.append("\(deed): \(statuses) and not \(expected)") }
    }

    /// Counts a request at a moment at which either answer may be right.
    mutating func answered(_ status: Int?, in possible: Set<Int>) {
        count("other requests", 1)
        if !possible.contains(status ?? 0) { wrong.append("\(status ?? 0) out of turn") }
    }

    private mutating func count(_ deed: String, _ times: Int) { counts[deed, default: 0] += times }

    mutating func add(_ other: Tally) {
        counts.merge(other.counts, uniquingKeysWith: +)
        wrong += other.wrong
    }

    var description: String {
        counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}
