// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension TokenTransport {
    /// What the request says is the `csrf` of the token in its cookie, each way in which it has to say it.
    ///
    /// - Throws: ``Denial/crossSite``, ``Denial/csrfMissing``.
    func proofs(
        for type: TokenType, in request: HTTPRequest, _ ours: CookieField
    ) throws(Denial) -> [String] {
        try checkOrigin(of: request)
        return [try repetition(for: type, in: request), try voucher(for: type, ours)].compactMap(\.self)
    }

    /// What the page repeats; nil where it has to repeat nothing.
    private func repetition(for type: TokenType, in request: HTTPRequest) throws(Denial) -> String? {
        guard csrf.isRequired, csrf.methods.contains(request.method) else { return nil }
        let names = csrf.names(type)
        if let value = request.header(names.header), !value.isEmpty { return value }
        if csrf.readsForms, let value = request.form(names.field), !value.isEmpty { return value }
        throw .csrfMissing
    }

    /// The readable cookie, where browsers vouch for that one and not for the token's, which has a path of its own: a
    /// sibling host can plant a token that was issued to itself, and make a page repeat what it likes.
    private func voucher(for type: TokenType, _ ours: CookieField) throws(Denial) -> String? {
        let cookie = cookies.csrf(type)
        guard hasReadableCookies, cookie.isOfHost, !cookies.token(type).isOfHost else { return nil }
        guard let value = ours.value(of: cookie.name) else { throw .csrfMissing }
        return value
    }

    /// What a login's tokens are to be carried by: cookies once it repeats what `GET /csrf` has given to the same
    /// browser; nil where both cookies and the body are.
    ///
    /// A login that somebody else sends would put their account in the place of the victim's. One that repeats nothing
    /// gets no cookie, where tokens can travel without.
    ///
    /// - Throws: ``Denial/crossSite``, ``Denial/csrfMissing``, ``Denial/csrfMismatch``.
    func carrier(ofLogin request: HTTPRequest, _ authority: Authority) throws -> TokenLocation? {
        guard usesCookies else { return nil }
        let repeated = csrf.isRequired ? request.header(csrf.access.header) ?? "" : nil
        if repeated == "", !access.allSatisfy({ $0 == .cookies }), !refresh.allSatisfy({ $0 == .cookies }) {
            return .headers
        }
        try checkOrigin(of: request)
        guard let repeated else { return nil }
        // The others may be ambiguous: a login is what heals that.
        let given = try read([cookies.loginProof], in: request)?.value(of: cookies.loginProof.name)
        guard !repeated.isEmpty, let given else { throw Denial.csrfMissing }
        guard constantTimeEquals(Array(repeated.utf8), Array(given.utf8)), authority.accepts(loginProof: given) else {
            throw Denial.csrfMismatch
        }
        return .cookies
    }
}

extension TokenTransport {
    /// Returns where the request changes nothing, or comes from a page of the site's own or of an allowed origin, or
    /// from what is no browser.
    ///
    /// Browsers say so in Sec-Fetch-Site, older ones in Origin alone; no page can forge either. A sibling host is
    /// another origin. The Host field is the site as its visitor's browser has spelled it.
    private func checkOrigin(of request: HTTPRequest) throws(Denial) {
        // A GET may open a WebSocket, through which anything can be sent afterwards.
        let isSafe = ["GET", "HEAD", "OPTIONS"].contains(request.method) && request.header("Upgrade") == nil
        guard !isSafe else { return }
        let origin = request.header("Origin")
        if let origin, csrf.allowedOrigins.contains(origin) { return }
        if let site = request.header("Sec-Fetch-Site") {
            guard site == "same-origin" || site == "none" else { throw .crossSite }
            return
        }
        guard let origin else { return }
        guard let host = request.header("Host"), origin == "https://\(host)" || isPlain(origin, host) else {
            throw .crossSite
        }
    }

    /// Without TLS the site's own origin has the other scheme.
    private func isPlain(_ origin: String, _ host: String) -> Bool {
        !cookies.isSecure && origin == "http://\(host)"
    }
}
