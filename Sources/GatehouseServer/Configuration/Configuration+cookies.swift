// SPDX-License-Identifier: Apache-2.0

import Gatehouse

extension Configuration {
    /// Values that are each allowed and together mean tokens that nobody accepts, cookies that no browser keeps, or
    /// such that anybody can misuse.
    ///
    /// Nothing is said where a value by itself is not allowed; ``faults(in:)`` says that.
    var conflicts: [ConfigurationError] {
        guard let transport = try? tokenTransport(), transport.usesCookies else { return lifetimeConflicts }
        let cookies = transport.cookies
        let tokens = [(Settings.accessCookieName, cookies.access), (Settings.refreshCookieName, cookies.refresh)]
        let proofs = [
            (Settings.accessCSRFCookieName, cookies.accessCSRF), (Settings.refreshCSRFCookieName, cookies.refreshCSRF),
        ]
        return lifetimeConflicts + (tokens + proofs).compactMap { fault($0.name, $1, of: cookies) }
            + sameSiteFaults(cookies) + sameNames(tokens + proofs)
    }

    private func fault(
        _ setting: String, _ cookie: CookieSettings.Cookie, of cookies: CookieSettings
    ) -> ConfigurationError? {
        if cookie.isOfHost && (!cookies.isSecure || cookies.domain != nil || cookie.path != "/") {
            return .conflict(
                "\(setting) is \"\(cookie.name)\", and browsers keep a __Host- cookie only if it is Secure and has the "
                    + "path / and no domain")
        }
        if cookie.name.lowercased().hasPrefix("__secure-") && !cookies.isSecure {
            return .conflict(
                "\(setting) is \"\(cookie.name)\", and browsers keep a __Secure- cookie only if it is Secure")
        }
        return nil
    }

    private func sameSiteFaults(_ cookies: CookieSettings) -> [ConfigurationError] {
        guard cookies.sameSite == .none, !cookies.isSecure else { return [] }
        return [
            .conflict(
                "\(Settings.sameSite.name) is None, and browsers keep such a cookie only if it is Secure: set "
                    + "\(Settings.cookieIsSecure.name) to true")
        ]
    }

    private func sameNames(_ cookies: [(setting: Setting<String>, CookieSettings.Cookie)]) -> [ConfigurationError] {
        var seen: [String: String] = [:]
        return cookies.compactMap { setting, cookie in
            let former = seen.updateValue(setting.name, forKey: cookie.name.lowercased())
            return former.map { .conflict("\($0) and \(setting.name) both name the cookie \"\(cookie.name)\"") }
        }
    }

    /// What is allowed of cookies and the query and yet hardly meant.
    var transportWarnings: [String] { queryWarnings + cookieWarnings }

    /// What tokens in addresses mean.
    var queryWarnings: [String] {
        guard let transport = try? tokenTransport(), (transport.access + transport.refresh).contains(.queryString)
        else {
            return []
        }
        return [
            "\(Settings.locations.name) has query_string: tokens in addresses end up in logs and histories",
            transport.usesCookies
                ? "\(Settings.locations.name) has query_string beside cookies: a link can carry somebody else's token"
                : nil,
        ].compactMap { $0 }
    }

    /// What cookies mean that go further than they must.
    var cookieWarnings: [String] {
        guard let transport = try? tokenTransport(), transport.usesCookies else { return [] }
        let cookies = transport.cookies
        return [
            cookies.isSecure
                ? nil
                : "\(Settings.cookieIsSecure.name) is false: tokens travel where anybody can read and replace them",
            transport.csrf.isRequired
                ? nil
                : "\(Settings.csrfIsRequired.name) is false: only the Origin keeps other sites from using cookies, and "
                    + "only a __Host- name keeps a sibling host from planting one",
            cookies.domain.map {
                "\(Settings.cookieDomain.name) is \($0): every host below it receives the tokens and can replace them"
            },
            cookies.sameSite == .none
                ? "\(Settings.sameSite.name) is None: cookies go with requests from every site" : nil,
        ].compactMap { $0 } + plantingWarnings(transport)
    }

    /// Nothing is said where ``cookieWarnings`` says more.
    private func plantingWarnings(_ transport: TokenTransport) -> [String] {
        let cookies = transport.cookies
        guard transport.csrf.isRequired, cookies.isSecure, cookies.domain == nil else { return [] }
        return [
            (TokenType.access, Settings.accessCSRFCookieName, Settings.accessCSRFCookiePath, cookies.accessCSRF),
            (.refresh, Settings.refreshCSRFCookieName, Settings.refreshCSRFCookiePath, cookies.refreshCSRF),
        ].filter { type, _, _, _ in transport.canBePlanted(type) }.map { type, name, path, cookie in
            "\(name.name) and \(path.name) give \(cookie.name): unless it is a __Host- cookie, a sibling host can plant "
                + "it together with \(type == .access ? "an access" : "a refresh") token"
        }
    }
}
