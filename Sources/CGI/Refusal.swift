// SPDX-License-Identifier: Apache-2.0

/// Why a request that arrived is not served, or an answer not sent.
///
/// The wire knows no JSON: an ``Application`` makes the answer. A connection whose bytes make no request at all is
/// dropped without one.
public enum Refusal: Error, Sendable, Equatable {
    /// A variable on which the request is decided came twice. 400.
    case repeated(variable: String)
    /// The request broke off before its end. 400.
    case incomplete
    /// The body has not as many bytes as CONTENT_LENGTH says, or that is no number. 400.
    case lengthMismatch
    /// The body is larger than the limit, in bytes. 413.
    case bodyTooLarge(limit: Int)
    /// The FastCGI role is none that is served. 403.
    case unsupportedRole(String)
    /// A variable without which there is no request was not sent. 400.
    case missing(variable: String)
    /// The variables are larger than ``Environment/limit``. 431.
    ///
    /// Over FastCGI such a connection is dropped: its parameters are never held in memory.
    case environmentTooLarge
    /// The application's answer cannot be written: a field name that is no token, a value with CR, LF or NUL, or a
    /// status that ends no request. 500.
    case invalidResponse

    /// The HTTP status that says it best (RFC 9110 §15).
    public var status: Int {
        switch self {
        case .repeated, .incomplete, .lengthMismatch, .missing: 400
        case .unsupportedRole: 403
        case .bodyTooLarge: 413
        case .environmentTooLarge: 431
        case .invalidResponse: 500
        }
    }
}
