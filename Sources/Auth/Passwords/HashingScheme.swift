// SPDX-License-Identifier: Apache-2.0

/// A method of crypt(5) by which passwords are hashed here.
public enum HashingMethod: Sendable {
    /// bcrypt, which the libraries of every language know; a guess takes a processor and hardly any memory.
    case bcrypt
    /// yescrypt, which Debian hashes the passwords of its accounts with; a guess takes memory as well.
    case yescrypt

    /// What a hash of the method may cost.
    ///
    /// Of bcrypt from a blink to a minute of work, of yescrypt from 1 to 64 MiB of memory: beyond that a hash in a
    /// database would be a way to stop the service.
    public var costs: ClosedRange<Int> {
        switch self {
        case .bcrypt: 4...20
        case .yescrypt: 1...7
        }
    }

    /// How the hashes begin that are made.
    var prefix: String {
        switch self {
        case .bcrypt: "$2b$"
        case .yescrypt: "$y$"
        }
    }
}

/// How dear a hash is: a method and its cost, each step of which doubles the work.
public struct HashingScheme: Sendable, Hashable {
    /// The method.
    public let method: HashingMethod

    /// The cost as the method counts it, one of its ``HashingMethod/costs``.
    public let cost: Int

    /// A scheme of that method and cost.
    public init(_ method: HashingMethod, cost: Int) {
        precondition(method.costs.contains(cost), "\(method) has no cost \(cost) here")
        self.method = method
        self.cost = cost
    }

    /// bcrypt of so many rounds, as their binary logarithm; 12 is about a quarter of a second.
    public static func bcrypt(cost: Int) -> HashingScheme { HashingScheme(.bcrypt, cost: cost) }

    /// yescrypt of the cost that libcrypt takes by itself: 16 MiB, and about a fiftieth of a second.
    public static let yescrypt = HashingScheme(.yescrypt, cost: 5)

    /// The most memory that a hash takes of those that may be tried, in bytes: yescrypt's dearest.
    public static let largestMemory = 64 << 20

    /// How long a hash takes on bcrypt's scale, of which a step doubles the time.
    ///
    /// yescrypt's cost `c` takes as long as bcrypt's `c + 3`, or up to two fifths longer (measured for all of them).
    public var effort: Int {
        switch method {
        case .bcrypt: cost
        case .yescrypt: cost + Self.stepsToBcrypt
        }
    }

    /// The scheme of the same method whose hashes take so long; the least of efforts is one of either method.
    func of(effort: Int) -> HashingScheme {
        switch method {
        case .bcrypt: HashingScheme(.bcrypt, cost: effort)
        case .yescrypt: HashingScheme(.yescrypt, cost: effort - Self.stepsToBcrypt)
        }
    }

    private static let stepsToBcrypt = 3
}
