// SPDX-License-Identifier: Apache-2.0

/// The request methods that a route can have (RFC 9110 §9, RFC 5789).
///
/// `HEAD` is answered by the routes of `GET`.
public enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
}
