// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The test cases of Flask-JWT-Extended 4.7, by the names that its behaviour is known by here, with how many each
/// stands for.
public enum FlaskCases {
    /// What has become of a case.
    public enum Verdict: String, Sendable {
        /// The behaviour is the same; statuses and sentences are those of this house.
        case passed
        /// The behaviour is another, on purpose.
        case differs
        /// There is nothing here that could behave so.
        case notApplicable = "not applicable"
    }

    /// A case.
    public struct Case: Sendable {
        /// The letters of its group and its number there.
        public let name: String
        /// How many test cases it stands for.
        public let count: Int
        /// What has become of it.
        public let verdict: Verdict
    }

    private static let counts: KeyValuePairs = [
        "VD": [1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1], "HD": [1, 1, 1, 1, 1, 1, 1],
        "JS": [1, 1, 1, 1, 1], "QS": [1, 1, 1, 1], "ML": [1, 1, 1, 1, 2, 2, 2],
        "CK": [2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 2],
        "DT": [2, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 3, 3, 3, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        "CF": [1, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1], "AC": [1, 1, 1, 1, 1, 1, 1, 1], "JH": [1, 1, 1, 1, 1, 1, 1],
        "CV": [3, 3, 3], "BL": [2, 2, 2, 2, 2, 2, 1], "UL": [2, 2, 2, 2], "OP": [1, 1, 1], "NP": [1, 1, 1, 1, 1],
        "OE": [1], "CP": [1, 1], "AS": [1],
    ]

    private static let differing: Set = [
        "VD7", "CK9", "CK10", "DT2", "DT7", "DT11", "DT12", "DT17", "CF1", "CF4", "CF6", "CF7", "CV2", "BL1", "OP1",
        "OP2", "OP3", "AS1",
    ]

    private static let notApplicable: Set = [
        "CK15", "DT9", "CF3", "CF11", "AC5", "AC6", "AC7", "AC8", "JH5", "JH6", "JH7", "UL1", "NP1", "NP2", "NP3",
        "NP4", "NP5", "CP1", "CP2",
    ]

    /// All of them: 181.
    public static let all: [Case] = counts.flatMap { group, counts in
        counts.enumerated().map { index, count in
            let name = "\(group)\(index + 1)"
            let verdict: Verdict =
                differing.contains(name) ? .differs : notApplicable.contains(name) ? .notApplicable : .passed
            return Case(name: name, count: count, verdict: verdict)
        }
    }

    /// One way of running a case.
    public typealias Run = @Sendable () throws -> Void

    /// Runs what stands for the case of that name, and returns how many runs there were.
    public static func run(_ name: String, of runs: [String: [Run]]) throws -> Int {
        let runs = runs[name, default: []]
        for run in runs { try run() }
        return runs.count
    }

    /// How many cases there are of a verdict.
    public static func count(_ verdict: Verdict) -> Int {
        all.filter { $0.verdict == verdict }.map(\.count).reduce(0, +)
    }

    /// The table of differences in the documentation: a name, what has become of it, and why.
    public static func documented() throws -> [(name: String, verdict: String, reason: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let page = root.appending(path: "Sources/Gatehouse/Documentation.docc/ComingFromFlaskJWTExtended.md")
        return try String(contentsOf: page, encoding: .utf8).split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, cells[0].wholeMatch(of: /[A-Z]{2}[0-9]+/) != nil else { return nil }
            return (cells[0], cells[1], cells[2])
        }
    }
}
