// SPDX-License-Identifier: Apache-2.0

import CGI

/// Where a browser goes once it has logged in: the path and the query that it was turned away from.
///
/// It always leads to a path of the site itself.
struct WayBack {
    /// The most bytes that it may have when encoded; of a longer one the query is left out, then the path.
    private static let limit = 1536

    /// The way, percent-encoded whole, to stand as a value in the query of the login page's address.
    let encoded: String

    /// What cannot be asked for once more without its body leads back to the root.
    init(_ environment: CGI.Environment) {
        let method = environment["REQUEST_METHOD"]
        let isRepeatable = method == "GET" || method == "HEAD"
        let target = Self.local(isRepeatable ? environment["REQUEST_URI"] ?? "" : "")
        let path = target.prefix { $0 != "?" }
        let ways = [target, String(path), "/"].map(\.percentEncoded)
        encoded = ways.first { $0.utf8.count <= Self.limit } ?? "%2F"
    }

    /// The target with one slash at its beginning: browsers take `//host` and `/\host` for another site's address, and
    /// look for it behind blanks as well.
    private static func local(_ target: String) -> String {
        let rest = target.utf8.drop { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") || $0 <= UInt8(ascii: " ") }
        return "/" + String(Substring(rest))
    }
}
