// SPDX-License-Identifier: Apache-2.0

/// How bad it is when a check finds something.
enum Severity: String, Sendable, CaseIterable, Comparable {
    /// A hole, or something that does not work.
    case error
    /// A weakness, or something that will not work some day.
    case warning
    /// What is good to know.
    case note

    private var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }

    /// The worst comes first.
    static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}
