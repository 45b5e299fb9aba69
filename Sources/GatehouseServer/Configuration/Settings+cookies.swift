// SPDX-License-Identifier: Apache-2.0

import Gatehouse

/// Cookies that hold tokens, and what protects them.
extension Settings {
    static let accessCookieName = Setting(
        "JWT_ACCESS_COOKIE_NAME", .token,
        "The access cookie, else access_token_cookie with a prefix.")
    static let accessCookiePath = Setting(
        "JWT_ACCESS_COOKIE_PATH", .cookiePath, default: "/",
        "The path that the access cookie is sent to.")
    static let refreshCookieName = Setting(
        "JWT_REFRESH_COOKIE_NAME", .token,
        "The refresh cookie, else refresh_token_cookie with a prefix.")
    static let refreshCookiePath = Setting(
        "JWT_REFRESH_COOKIE_PATH", .cookiePath,
        "The path that the refresh cookie is sent to, else that of /refresh.")
    static let cookieDomain = Setting(
        "JWT_COOKIE_DOMAIN", .domain,
        "The domain whose hosts receive the cookies, else this host alone.")
    static let cookieIsSecure = Setting(
        "JWT_COOKIE_SECURE", .flag, default: "true",
        "Whether cookies go over TLS only.")
    static let sameSite = Setting(
        "JWT_COOKIE_SAMESITE", .sameSite, default: "Lax",
        "With which requests from other sites cookies go.")
    static let sessionCookie = Setting(
        "JWT_SESSION_COOKIE", .flag, default: "false",
        "Whether cookies end with the browser, and not with the token.")
    static let csrfIsRequired = Setting(
        "JWT_COOKIE_CSRF_PROTECT", .flag, default: "true",
        "Whether what comes with a cookie has to repeat its csrf.")
    static let csrfMethods = Setting(
        "JWT_CSRF_METHODS", .methods, default: "POST,PUT,PATCH,DELETE",
        "The methods with which it has to.")
    static let csrfInCookies = Setting(
        "JWT_CSRF_IN_COOKIES", .flag, default: "true",
        "Whether a readable cookie hands the csrf out, too.")
    static let accessCSRFCookieName = Setting(
        "JWT_ACCESS_CSRF_COOKIE_NAME", .token,
        "The access csrf's cookie, else csrf_access_token with a prefix.")
    static let accessCSRFCookiePath = Setting(
        "JWT_ACCESS_CSRF_COOKIE_PATH", .cookiePath, default: "/",
        "The path whose pages can read it.")
    static let refreshCSRFCookieName = Setting(
        "JWT_REFRESH_CSRF_COOKIE_NAME", .token,
        "The refresh csrf's cookie, else csrf_refresh_token with a prefix.")
    static let refreshCSRFCookiePath = Setting(
        "JWT_REFRESH_CSRF_COOKIE_PATH", .cookiePath, default: "/",
        "The path whose pages can read it.")
    static let accessCSRFHeader = Setting(
        "JWT_ACCESS_CSRF_HEADER_NAME", .token, default: "X-CSRF-TOKEN",
        "The header that repeats the access token's csrf.")
    static let refreshCSRFHeader = Setting(
        "JWT_REFRESH_CSRF_HEADER_NAME", .token, default: "X-CSRF-TOKEN",
        "The header that repeats the refresh token's csrf.")
    static let csrfInForms = Setting(
        "JWT_CSRF_CHECK_FORM", .flag, default: "false",
        "Whether a form's field may repeat it where the header is absent.")
    static let accessCSRFField = Setting(
        "JWT_ACCESS_CSRF_FIELD_NAME", .text, default: "csrf_token",
        "The form's field that repeats the access token's csrf.")
    static let refreshCSRFField = Setting(
        "JWT_REFRESH_CSRF_FIELD_NAME", .text, default: "csrf_token",
        "The form's field that repeats the refresh token's csrf.")
    static let allowedOrigins = Setting(
        "GATEHOUSE_ALLOWED_ORIGINS", .origins,
        "Other origins whose pages may change something with cookies.")

    /// Those of this file, in the order in which they are shown.
    static let ofCookies: [any AnySetting] = [
        accessCookieName, accessCookiePath, refreshCookieName, refreshCookiePath, cookieDomain, cookieIsSecure,
        sameSite, sessionCookie, csrfIsRequired, csrfMethods, csrfInCookies, accessCSRFCookieName,
        accessCSRFCookiePath, refreshCSRFCookieName, refreshCSRFCookiePath, accessCSRFHeader, refreshCSRFHeader,
        csrfInForms, accessCSRFField, refreshCSRFField, allowedOrigins,
    ]
}
