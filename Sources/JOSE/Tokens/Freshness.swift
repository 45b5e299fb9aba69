// SPDX-License-Identifier: Apache-2.0

/// Whether the token's owner has just shown a password, the `fresh` of Flask-JWT-Extended.
public enum Freshness: Sendable, Equatable {
    /// `true`: as long as the token is valid.
    case always
    /// `false`: the token was renewed without a password.
    case never
    /// Until that time, and in that second still.
    case until(NumericDate)

    /// Whether the token is fresh at the time `now`.
    public func holds(at now: NumericDate) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .until(let end): now <= end
        }
    }

    /// The claim's value.
    var json: JSON {
        switch self {
        case .always: .bool(true)
        case .never: .bool(false)
        case .until(let end): .integer(end)
        }
    }

    /// Reads the claim; what is neither a truth value nor a time is never fresh.
    ///
    /// Flask-JWT-Extended writes fractions of a second, which are cut off.
    init(_ value: JSON) {
        self =
            switch value {
            case .bool(true): .always
            case .integer(let end): .until(end)
            case .number(let end): NumericDate(exactly: end.rounded(.down)).map(Self.until) ?? .never
            default: .never
            }
    }
}
