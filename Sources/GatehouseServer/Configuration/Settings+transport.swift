// SPDX-License-Identifier: Apache-2.0

import Gatehouse

/// How tokens travel.
extension Settings {
    static let encodesNotBefore = Setting(
        "JWT_ENCODE_NBF", .flag, default: "true",
        "Whether tokens say from when on they are valid (nbf).")
    static let locations = Setting(
        "JWT_TOKEN_LOCATION", .locations, default: "headers",
        "Where tokens are looked for, in this order.")
    static let refreshLocations = Setting(
        "JWT_REFRESH_TOKEN_LOCATION", .locations,
        "Where refresh tokens are looked for, if elsewhere.")
    static let headerName = Setting(
        "JWT_HEADER_NAME", .token, default: "Authorization",
        "The header that holds a token.")
    static let headerType = Setting(
        "JWT_HEADER_TYPE", .scheme, default: "Bearer",
        "The scheme before the token in the header.")
    static let queryName = Setting(
        "JWT_QUERY_STRING_NAME", .text, default: "jwt",
        "The parameter of the query that holds a token.")
    static let queryPrefix = Setting(
        "JWT_QUERY_STRING_VALUE_PREFIX", .text,
        "What stands before the token in the query.")
    static let accessKey = Setting(
        "JWT_JSON_KEY", .text, default: "access_token",
        "The member of the body that holds an access token.")
    static let refreshKey = Setting(
        "JWT_REFRESH_JSON_KEY", .text, default: "refresh_token",
        "The member of the body that holds a refresh token.")

    /// Those of this file, in the order in which they are shown.
    static let ofTransport: [any AnySetting] = [
        encodesNotBefore, locations, refreshLocations, headerName, headerType, queryName, queryPrefix, accessKey,
        refreshKey,
    ]
}
