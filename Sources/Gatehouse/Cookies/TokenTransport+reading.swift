// SPDX-License-Identifier: Apache-2.0

import Auth

extension TokenTransport {
    /// The cookies that answers set, as far as they are configured to.
    var ours: [CookieSettings.Cookie] {
        typesInCookies.flatMap { [cookies.token($0)] + (hasReadableCookies ? [cookies.csrf($0)] : []) }
    }

    /// Those of these cookies that came; nil where the request has no Cookie field.
    ///
    /// - Throws: ``TurnedAway`` where one came twice, or in other letters; the answer removes what was planted.
    func read(_ ours: [CookieSettings.Cookie], in request: HTTPRequest) throws(TurnedAway) -> CookieField? {
        guard let field = request.cgi.bytes(ofHeader: "Cookie") else { return nil }
        do throws(AmbiguousCookie) {
            return try CookieField(field, names: ours.map(\.name))
        } catch {
            let own = ours.first { $0.name == error.name }
            throw TurnedAway(
                denial: .tokenInvalid(.malformed("the cookie comes twice, or in other letters")),
                cookies: own.map { removal(ofRivalsOf: $0, as: error.spelling, in: request) } ?? [])
        }
    }

    /// What removes from a browser the cookies of that spelling that it sends beside our own, which stays.
    ///
    /// A sibling host may have set one for a domain above both, or we ourselves under a former configuration. A host
    /// may remove what was set for the domains above it; browsers do not say for which one, nor for which path, it was.
    private func removal(
        ofRivalsOf own: CookieSettings.Cookie, as spelling: String, in request: HTTPRequest
    ) -> [SetCookie] {
        let domains = [nil] + (request.header("Host").map(Self.domains) ?? [])
        return own.pathsAbove.flatMap { path in
            domains.map { domain in
                SetCookie(
                    name: spelling, value: "", maxAge: 0, path: path, domain: domain, isSecure: cookies.isSecure,
                    isHidden: true, sameSite: cookies.sameSite)
            }
        }.filter { $0.name != own.name || $0.path != own.path || $0.domain != cookies.domain }
    }

    /// The host and the domains that it lies in, as far as a cookie may name them; none where it is no name.
    private static func domains(of host: String) -> [String] {
        let name = host.prefix { $0 != ":" }
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }) else {
            return []
        }
        let labels = name.split(separator: ".")
        return labels.indices.dropLast().suffix(4).map { labels[$0...].joined(separator: ".") }
    }
}

extension CookieSettings.Cookie {
    /// The paths from which a cookie goes to this one's as well (RFC 6265 §5.1.4), this one's the last.
    fileprivate var pathsAbove: [String] {
        let slashes = path.indices.filter { path[$0] == "/" }.dropFirst()
        return ["/"] + slashes.flatMap { [String(path[..<$0]), String(path[...$0])] }
            + (path.hasSuffix("/") ? [] : [path])
    }
}
