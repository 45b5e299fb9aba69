// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension TokenTransport {
    /// The answer that hands out a pair of tokens (RFC 6749 §5.1), which no cache may keep.
    ///
    /// A token goes into a cookie where its type travels in cookies and into the body where it may travel otherwise;
    /// where it may do both, `shown` decides: one that follows upon a cookie stays in cookies, so that no script sees
    /// it.
    func answer(_ pair: TokenPair, to shown: TokenLocation? = nil) -> CGI.Response {
        var members: [JSON.Member] = []
        var cookies: [SetCookie] = []
        let tokens = [
            (TokenType.access, pair.access, pair.accessCSRF), (.refresh, pair.refresh, pair.refreshCSRF),
        ]
        // Those of the access token too: it is the one that comes to /logout, expired or not, and `exp` says when it
        // is.
        let lifetime = max(pair.expiresIn, pair.refreshExpiresIn)
        for (type, token, proof) in tokens {
            let carriers = carriers(of: type, after: shown)
            if carriers.body { members.append(.init("\(type.rawValue)_token", .string(token))) }
            guard carriers.cookie else { continue }
            cookies.append(cookie(type, token, lifetime))
            guard let proof else { continue }
            members.append(.init("csrf_\(type.rawValue)_token", .string(proof)))
            if csrf.isInCookies { cookies.append(readableCookie(type, proof, lifetime)) }
        }
        members += [.init("token_type", "Bearer"), .init("expires_in", .integer(pair.expiresIn))]
        var response = CGI.Response.json(.object(members))
        response.setHeader("Cache-Control", "no-store")
        response.add(cookies)
        return response
    }

    /// The answer that gives a browser what its login has to repeat: in the body for its script, in a cookie for us.
    func answer(loginProof proof: String) -> CGI.Response {
        var response = CGI.Response.json(["csrf_token": .string(proof)])
        response.setHeader("Cache-Control", "no-store")
        response.add([cookie(cookies.loginProof, proof, Authority.loginProofLifetime, isHidden: true)])
        return response
    }

    /// What removes from a browser every cookie that ``answer(_:to:)`` sets, in its very attributes.
    var farewell: [SetCookie] {
        typesInCookies.flatMap { type in
            [cookie(type, "", 0)] + (hasReadableCookies ? [readableCookie(type, "", 0)] : [])
        }
    }

    /// The answer to whoever's session has ended, with what removes its cookies.
    ///
    /// In the hybrid a token in the Authorization field may be a browser's that has its refresh token in a cookie; else
    /// it is a program's, beside whose cookies a browser may be.
    func parting(_ answer: CGI.Response, from location: TokenLocation?) -> CGI.Response {
        guard location == .cookies || isHybrid else { return answer }
        var answer = answer
        answer.add(farewell)
        return answer
    }

    private func carriers(of type: TokenType, after shown: TokenLocation?) -> (cookie: Bool, body: Bool) {
        let locations = locations(of: type)
        let cookie = locations.contains(.cookies)
        let body = locations.contains { $0 != .cookies }
        guard let shown, cookie, body else { return (cookie, body) }
        return (shown == .cookies, shown != .cookies)
    }

    private func cookie(_ type: TokenType, _ value: String, _ lifetime: Int64) -> SetCookie {
        cookie(cookies.token(type), value, lifetime, isHidden: true)
    }

    private func readableCookie(_ type: TokenType, _ value: String, _ lifetime: Int64) -> SetCookie {
        cookie(cookies.csrf(type), value, lifetime, isHidden: false)
    }

    private func cookie(
        _ cookie: CookieSettings.Cookie, _ value: String, _ lifetime: Int64, isHidden: Bool
    ) -> SetCookie {
        SetCookie(
            name: cookie.name, value: value, maxAge: cookies.endWithBrowser && lifetime > 0 ? nil : lifetime,
            path: cookie.path, domain: cookies.domain, isSecure: cookies.isSecure, isHidden: isHidden,
            sameSite: cookies.sameSite)
    }
}
