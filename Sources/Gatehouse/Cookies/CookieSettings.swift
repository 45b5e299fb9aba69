// SPDX-License-Identifier: Apache-2.0

import JOSE

/// The attribute that says with which requests from other sites a cookie goes (RFC 6265bis §4.1.2.7).
public enum SameSite: String, Sendable, CaseIterable {
    /// With none.
    case strict = "Strict"
    /// With those that follow a link.
    case lax = "Lax"
    /// With all.
    case none = "None"
}

/// How tokens travel in cookies.
public struct CookieSettings: Sendable {
    /// A cookie's name and the paths it is sent to.
    public struct Cookie: Sendable, Equatable {
        /// The name.
        public var name: String
        /// The path at and below which it is sent.
        public var path: String

        /// A cookie of that name, sent to that path.
        public init(name: String, path: String) {
            self.name = name
            self.path = path
        }

        /// Whether browsers vouch that this very host has set it: they match the prefix in any case.
        public var isOfHost: Bool { name.prefix(7).lowercased() == "__host-" }
    }

    /// The cookie of the access token (`JWT_ACCESS_COOKIE_NAME`, `JWT_ACCESS_COOKIE_PATH`).
    public var access: Cookie

    /// The cookie of the refresh token (`JWT_REFRESH_COOKIE_NAME`, `JWT_REFRESH_COOKIE_PATH`).
    public var refresh: Cookie

    /// The readable cookie of the access token's `csrf` (`JWT_ACCESS_CSRF_COOKIE_NAME`, `JWT_ACCESS_CSRF_COOKIE_PATH`).
    public let accessCSRF: Cookie

    /// That of the refresh token's (`JWT_REFRESH_CSRF_COOKIE_NAME`, `JWT_REFRESH_CSRF_COOKIE_PATH`).
    public let refreshCSRF: Cookie

    /// What a login has to repeat while there is no session.
    let loginProof: Cookie

    /// The domain whose hosts receive them; nil for this host alone (`JWT_COOKIE_DOMAIN`).
    public let domain: String?

    /// Whether they go over TLS only (`JWT_COOKIE_SECURE`).
    public let isSecure: Bool

    /// With which requests from other sites they go (`JWT_COOKIE_SAMESITE`).
    public var sameSite: SameSite = .lax

    /// Whether they end with the browser's session, and not with the token (`JWT_SESSION_COOKIE`).
    public var endWithBrowser = false

    /// Cookies; a name that is nil becomes that of Flask-JWT-Extended with the strongest prefix that the rest allows.
    ///
    /// `__Host-` has browsers vouch that no sibling host has set the cookie and wants the path `/` and no domain;
    /// `__Secure-` that it came over TLS (RFC 6265bis §4.1.3).
    public init(
        accessName: String? = nil, accessPath: String = "/", refreshName: String? = nil,
        refreshPath: String = "/refresh", accessCSRFName: String? = nil, accessCSRFPath: String = "/",
        refreshCSRFName: String? = nil, refreshCSRFPath: String = "/", domain: String? = nil, isSecure: Bool = true
    ) {
        func cookie(_ name: String?, _ standard: String, _ path: String) -> Cookie {
            let prefix = Self.prefix(path: path, domain: domain, isSecure: isSecure)
            return Cookie(name: name ?? prefix + standard, path: path)
        }
        access = cookie(accessName, "access_token_cookie", accessPath)
        refresh = cookie(refreshName, "refresh_token_cookie", refreshPath)
        accessCSRF = cookie(accessCSRFName, "csrf_access_token", accessCSRFPath)
        refreshCSRF = cookie(refreshCSRFName, "csrf_refresh_token", refreshCSRFPath)
        loginProof = cookie(nil, "csrf_login_token", "/")
        self.domain = domain
        self.isSecure = isSecure
    }

    func token(_ type: TokenType) -> Cookie {
        switch type {
        case .access: access
        case .refresh: refresh
        }
    }

    func csrf(_ type: TokenType) -> Cookie {
        switch type {
        case .access: accessCSRF
        case .refresh: refreshCSRF
        }
    }

    private static func prefix(path: String, domain: String?, isSecure: Bool) -> String {
        guard isSecure else { return "" }
        return path == "/" && domain == nil ? "__Host-" : "__Secure-"
    }
}
