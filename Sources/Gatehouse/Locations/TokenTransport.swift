// SPDX-License-Identifier: Apache-2.0

import JOSE

/// How tokens travel: where a request is searched for one, in what order, and what carries those that are issued.
public struct TokenTransport: Sendable {
    /// Where access tokens are searched, in this order (`JWT_TOKEN_LOCATION`).
    public var access: [TokenLocation]

    /// Where refresh tokens are searched, in this order (`JWT_REFRESH_TOKEN_LOCATION`).
    public var refresh: [TokenLocation]

    /// The field that holds a token (`JWT_HEADER_NAME`).
    public var headerName = "Authorization"

    /// The scheme before it (`JWT_HEADER_TYPE`); empty where the field is the bare token.
    public var headerType = "Bearer"

    /// The parameter of the query that holds a token (`JWT_QUERY_STRING_NAME`).
    public var queryName = "jwt"

    /// What stands before the token in that parameter (`JWT_QUERY_STRING_VALUE_PREFIX`).
    public var queryPrefix = ""

    /// The member of the body that holds an access token (`JWT_JSON_KEY`).
    public var accessKey = "access_token"

    /// The member of the body that holds a refresh token (`JWT_REFRESH_JSON_KEY`).
    public var refreshKey = "refresh_token"

    /// How tokens travel in cookies.
    public var cookies = CookieSettings()

    /// How what comes with a cookie proves that its owner meant it.
    public var csrf = CSRFSettings()

    /// A transport; refresh tokens travel as access tokens do unless it is said otherwise.
    public init(access: [TokenLocation] = [.headers], refresh: [TokenLocation]? = nil) {
        self.access = access
        self.refresh = refresh ?? access
    }

    /// Whether tokens of any type travel in cookies.
    public var usesCookies: Bool { access.contains(.cookies) || refresh.contains(.cookies) }

    /// Whether refresh tokens may be in cookies where access tokens never are.
    var isHybrid: Bool { refresh.contains(.cookies) && !access.contains(.cookies) }

    /// The types that have to have a `csrf`.
    public var typesWithCSRF: Set<TokenType> {
        csrf.isRequired ? Set(typesInCookies) : []
    }

    /// The types that travel in cookies.
    var typesInCookies: [TokenType] { TokenType.allCases.filter { locations(of: $0).contains(.cookies) } }

    /// Whether readable cookies hand out the `csrf` of those.
    var hasReadableCookies: Bool { csrf.isRequired && csrf.isInCookies }

    /// Whether a sibling host can put a token of that type into a browser, and the page cannot tell.
    ///
    /// What pages repeat without a cookie is the answer's to the login, and no sibling's.
    public func canBePlanted(_ type: TokenType) -> Bool {
        guard locations(of: type).contains(.cookies), !cookies.token(type).isOfHost else { return false }
        return !csrf.isRequired || csrf.isInCookies && !cookies.csrf(type).isOfHost
    }

    func locations(of type: TokenType) -> [TokenLocation] {
        switch type {
        case .access: access
        case .refresh: refresh
        }
    }
}
