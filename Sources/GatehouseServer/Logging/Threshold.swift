// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// The least level of a log that is written.
///
/// It may be set at any moment and counts from the next line on, in every thread; whoever logs pays one load for that.
final class Threshold: Sendable {
    private let rank: Atomic<Int>

    init(_ level: Logger.Level) {
        rank = Atomic(level.rank)
    }

    /// The level.
    var level: Logger.Level {
        get { Logger.Level.ranked[rank.load(ordering: .relaxed)] }
        set { rank.store(newValue.rank, ordering: .relaxed) }
    }
}

extension Logger.Level {
    /// All of them, the least grave first; kept, since a list that is made anew costs more than the line's decision.
    fileprivate static let ranked = allCases

    /// The place among them.
    fileprivate var rank: Int {
        switch self {
        case .trace: 0
        case .debug: 1
        case .info: 2
        case .notice: 3
        case .warning: 4
        case .error: 5
        case .critical: 6
        }
    }
}
