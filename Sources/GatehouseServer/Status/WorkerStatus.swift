// SPDX-License-Identifier: Apache-2.0

/// How one worker is doing: what it says of itself to whoever may ask.
struct WorkerStatus: Codable, Sendable, Equatable {
    /// The number of the process.
    var process: Int32
    /// The version of the program.
    var version: String
    /// When the worker began to answer, in seconds since 1970.
    var startedAt: Int64
    var requests: Requests
    var threads: Threads
    var connections: Connections
    var hashing: Hashing
    /// Nil where the worker is of a version that does not tell.
    var keys: Keys?
    /// The same.
    var cache: Cache?
    /// What an operator should know of the keys; nil where all is well.
    var complaint: String?
    /// The stamp of the `.env` file with which it was started; nil where there was none, or the worker is of a version
    /// that does not tell.
    var settings: String?

    /// What was answered since the start.
    struct Requests: Codable, Sendable, Equatable {
        /// How many answers had a status of 200 to 299, of 300 to 399, and so on up to 599.
        var answers: [Int]
        /// How many answers took no longer than each of ``Tally/bounds``, and longer than the one before; the last, all
        /// others.
        var durations: [Int]
        /// How long all answers took together.
        var microseconds: Int
        /// How many connections were closed in the midst of a request.
        var dropped: Int
        /// How many idle connections were closed to make room.
        var evicted: Int
    }

    /// How many threads there are, and how many of them are at a request.
    struct Threads: Codable, Sendable, Equatable {
        var count: Int
        var busy: Int
    }

    /// How many connections may be open, are, and wait for a request.
    struct Connections: Codable, Sendable, Equatable {
        var limit: Int
        var open: Int
        var idle: Int
    }

    /// How many passwords can be hashed at once, are being hashed, and wait, of how many that may.
    struct Hashing: Codable, Sendable, Equatable {
        var slots: Int
        var busy: Int
        var waiting: Int
        var queue: Int
    }

    /// The name of the key that signs, how many verify, and whether the key file can be used; nil where there is none.
    struct Keys: Codable, Sendable, Equatable {
        var signing: String
        var verifying: Int
        var fileIsUsable: Bool?
    }

    /// How many tokens are remembered to be good, of how many that may, and how many that were shown were remembered
    /// and were not.
    struct Cache: Codable, Sendable, Equatable {
        var tokens: Int
        var capacity: Int
        var hits: Int
        var misses: Int
    }
}

extension WorkerStatus.Requests {
    /// The sum of two workers' counts.
    static func + (one: Self, other: Self) -> Self {
        Self(
            answers: sum(one.answers, other.answers), durations: sum(one.durations, other.durations),
            microseconds: one.microseconds + other.microseconds, dropped: one.dropped + other.dropped,
            evicted: one.evicted + other.evicted)
    }

    /// How many requests were answered.
    var count: Int { answers.reduce(0, +) }

    /// Counts of nothing.
    static let none = Self(
        answers: [0, 0, 0, 0], durations: Tally.bounds.map { _ in 0 } + [0], microseconds: 0, dropped: 0, evicted: 0)

    /// Member by member; a worker of another version may tell apart fewer of them.
    private static func sum(_ one: [Int], _ other: [Int]) -> [Int] {
        (0..<max(one.count, other.count)).map { index in
            (index < one.count ? one[index] : 0) + (index < other.count ? other[index] : 0)
        }
    }
}
