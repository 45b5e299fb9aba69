// SPDX-License-Identifier: Apache-2.0

/// Whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (RFC 7519 §2).
public typealias NumericDate = Int64

extension NumericDate {
    /// The times that a token may name: those which every reader of JSON holds exactly (RFC 8259 §6).
    static let interoperable: ClosedRange<NumericDate> = 0...9_007_199_254_740_991

    /// The sum, or the last time that there is.
    func clampedAdding(_ seconds: Int64) -> NumericDate {
        let (sum, overflow) = addingReportingOverflow(seconds)
        return overflow ? (seconds < 0 ? .min : .max) : sum
    }

    /// The difference, or the first time that there is.
    func clampedSubtracting(_ seconds: Int64) -> NumericDate {
        let (difference, overflow) = subtractingReportingOverflow(seconds)
        return overflow ? (seconds < 0 ? .max : .min) : difference
    }
}
