// SPDX-License-Identifier: Apache-2.0

import CGI

/// A Set-Cookie field (RFC 6265bis §4.1).
struct SetCookie: Sendable, Equatable {
    let name: String
    let value: String
    /// How long it lives, in seconds; nil as long as the browser's session, 0 not at all.
    let maxAge: Int64?
    let path: String
    let domain: String?
    let isSecure: Bool
    let isHidden: Bool
    let sameSite: SameSite

    /// The field's value.
    var field: String {
        var parts = ["\(name)=\(value)"]
        if let domain { parts.append("Domain=\(domain)") }
        parts.append("Path=\(path)")
        if let maxAge { parts.append("Max-Age=\(maxAge)") }
        // For what knows no Max-Age; a time long past is the same on every clock.
        if maxAge == 0 { parts.append("Expires=Thu, 01 Jan 1970 00:00:00 GMT") }
        if isSecure { parts.append("Secure") }
        if isHidden { parts.append("HttpOnly") }
        parts.append("SameSite=\(sameSite.rawValue)")
        return parts.joined(separator: "; ")
    }
}

extension CGI.Response {
    mutating func add(_ cookies: [SetCookie]) {
        for cookie in cookies { addHeader("Set-Cookie", cookie.field) }
    }
}
