// SPDX-License-Identifier: Apache-2.0

/// Why a text is not in Flask-Limiter's notation; the description is the sentence for whoever wrote it.
public struct RateLimitSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The part that is wrong, as it was written.
    public let part: String

    /// What is wrong with it.
    public let reason: String

    /// One sentence: the part, what is wrong, what is allowed.
    public var description: String {
        "\"\(part)\" is not a rate limit: \(reason); allowed is for example \"5 per minute\", \"100 per 2 hours\""
            + " or \"1/second\", several separated by \";\""
    }
}

extension [RateLimit] {
    /// Reads limits in Flask-Limiter's notation: `5 per minute`, `100/2 hours`, several separated by `;`, `,` or `|`.
    ///
    /// Units are second, minute, hour, day, month (30 days) and year (12 such months), in the singular or the plural;
    /// neither case nor spaces matter.
    ///
    /// - Throws: ``RateLimitSyntaxError`` for the first part that is none, and for an empty text.
    public init(flaskLimiter text: String) throws(RateLimitSyntaxError) {
        var limits: [RateLimit] = []
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: { ";,|".contains($0) }) {
            limits.append(try RateLimit(flaskLimiter: part))
        }
        self = limits
    }
}

extension RateLimit: CustomStringConvertible {
    /// The limit in Flask-Limiter's notation, in the largest unit that divides it: `5 per minute`, `100 per 2 hours`.
    public var description: String {
        let unit = TimeUnit.allCases.last { seconds % $0.seconds == 0 } ?? .second
        let count = seconds / unit.seconds
        return count == 1 ? "\(attempts) per \(unit)" : "\(attempts) per \(count) \(unit)s"
    }

    fileprivate init(flaskLimiter part: Substring) throws(RateLimitSyntaxError) {
        var rest = part.lowercased()[...]
        func fail(_ reason: String) -> RateLimitSyntaxError {
            RateLimitSyntaxError(part: part.trimmed, reason: reason)
        }
        guard let attempts = rest.takeNumber() else { throw fail("it must begin with a number of attempts") }
        guard rest.take("/") || rest.take("per") else { throw fail("\"per\" or \"/\" must follow the number") }
        let count = rest.takeNumber() ?? 1
        guard let unit = TimeUnit(rest.trimmed) else {
            throw fail("the unit must be second, minute, hour, day, month or year")
        }
        guard Self.numbers.contains(attempts), Self.numbers.contains(count) else {
            throw fail("its numbers must lie between 1 and \(Self.numbers.upperBound)")
        }
        self.init(attempts: attempts, seconds: Int64(count) * unit.seconds)
    }

    /// Beyond them a limit limits nothing, and times would leave the range of integers that JSON can carry.
    private static let numbers = 1...1_000_000
}

/// The units of the notation, from the shortest on.
private enum TimeUnit: String, CaseIterable {
    case second, minute, hour, day, month, year

    init?(_ word: String) {
        guard let unit = Self.allCases.first(where: { word == $0.rawValue || word == $0.rawValue + "s" })
        else { return nil }
        self = unit
    }

    var seconds: Int64 {
        switch self {
        case .second: 1
        case .minute: 60
        case .hour: 3600
        case .day: 86_400
        case .month: 30 * 86_400
        case .year: 12 * 30 * 86_400
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let head = drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }

    fileprivate mutating func take(_ word: String) -> Bool {
        self = drop(while: \.isWhitespace)
        guard hasPrefix(word) else { return false }
        removeFirst(word.count)
        return true
    }

    /// A number of ASCII digits; one that no integer holds is as good as the greatest.
    fileprivate mutating func takeNumber() -> Int? {
        self = drop(while: \.isWhitespace)
        let digits = prefix { ("0"..."9").contains($0) && $0.isASCII }
        guard !digits.isEmpty else { return nil }
        removeFirst(digits.count)
        return Int(digits) ?? .max
    }
}
