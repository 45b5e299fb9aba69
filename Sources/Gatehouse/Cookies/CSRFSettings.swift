// SPDX-License-Identifier: Apache-2.0

import JOSE

/// How a request that comes with a cookie proves that its owner meant it: it repeats the token's `csrf`, which pages of
/// other origins cannot read.
public struct CSRFSettings: Sendable {
    /// Whether it has to (`JWT_COOKIE_CSRF_PROTECT`).
    public var isRequired = true

    /// The methods with which it has to (`JWT_CSRF_METHODS`).
    public var methods: Set<String> = ["POST", "PUT", "PATCH", "DELETE"]

    /// Whether the value is handed out in a cookie that scripts can read, too (`JWT_CSRF_IN_COOKIES`).
    public var isInCookies = true

    /// Where the value of an access token is repeated (`JWT_ACCESS_CSRF_HEADER_NAME`, `JWT_ACCESS_CSRF_FIELD_NAME`).
    public var access = Names()

    /// Where that of a refresh token is (`JWT_REFRESH_CSRF_HEADER_NAME`, `JWT_REFRESH_CSRF_FIELD_NAME`).
    public var refresh = Names()

    /// Whether a form's field counts where the header is absent (`JWT_CSRF_CHECK_FORM`).
    public var readsForms = false

    /// The origins whose pages may send what changes something, beside the site's own (`GATEHOUSE_ALLOWED_ORIGINS`).
    public var allowedOrigins: [String] = []

    /// Where a request repeats the value.
    public struct Names: Sendable {
        /// The header that repeats it.
        public var header: String
        /// The form's field that repeats it.
        public var field: String

        /// Names, by themselves those of Flask-JWT-Extended.
        public init(header: String = "X-CSRF-TOKEN", field: String = "csrf_token") {
            self.header = header
            self.field = field
        }
    }

    /// Settings that are safe.
    public init() {}

    func names(_ type: TokenType) -> Names {
        switch type {
        case .access: access
        case .refresh: refresh
        }
    }
}
