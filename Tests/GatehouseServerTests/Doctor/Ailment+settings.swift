// SPDX-License-Identifier: Apache-2.0

extension Ailment {
    static let ofSettings: [Ailment] = [
        setting("configuration", "JWT_ACCESS_TOKEN_EXPIRES=soon"),
        setting("configuration", "JWT_KEYS_FILE=/nowhere/keys"),
        setting(
            "configuration", "JWT_TOKEN_LOCATION=cookies", "JWT_COOKIE_SAMESITE=None", "JWT_COOKIE_SECURE=false",
            also: ["cookies-open"]),
        Ailment("configuration", "no secret") { $0.settings.removeFirst() },
        Ailment("configuration", "a weak secret") { $0.settings[0] = "JWT_SECRET_KEY=secret" },
        Ailment("configuration", "what is no line") { $0.settings.append("x") },
        setting("setting-unknown", "JWT_ACCESS_TOKEN_EXPIRE=60"),
        setting("setting-unknown", "JWT_ENCODE_ISSUER=${NAME}"),
        setting("tokens-refused", "JWT_DECODE_ISSUER=https://auth.example.com"),
        setting("tokens-refused", "JWT_ENCODE_AUDIENCE=a", "JWT_DECODE_AUDIENCE=b"),
        setting("hashing-cost", "BCRYPT_LOG_ROUNDS=9"),
        setting("hashing-cost", "BCRYPT_LOG_ROUNDS=15"),
        setting("body-unvetted", "MAX_CONTENT_LENGTH=1000000", also: ["api-body-limit"]),
        setting("token-in-query", "JWT_TOKEN_LOCATION=headers,query_string"),
        setting("token-in-query", "JWT_REFRESH_TOKEN_LOCATION=query_string"),
        setting("cookies-open", "JWT_TOKEN_LOCATION=cookies", "JWT_COOKIE_SECURE=false"),
        setting("cookies-open", "JWT_TOKEN_LOCATION=cookies", "JWT_COOKIE_SAMESITE=None"),
        setting("cookies-open", "JWT_TOKEN_LOCATION=cookies", "JWT_COOKIE_CSRF_PROTECT=false"),
        setting("cookies-open", "JWT_TOKEN_LOCATION=cookies", "JWT_COOKIE_DOMAIN=example.com"),
        setting("names-differ", "JWT_ERROR_MESSAGE_KEY=message"),
        setting("names-differ", "JWT_TOKEN_LOCATION=cookies", "JWT_ACCESS_COOKIE_NAME=__Host-token"),
        setting("names-differ", "JWT_TOKEN_LOCATION=cookies", "JWT_REFRESH_COOKIE_NAME=renewal"),
        setting("limits-off", "RATELIMIT_ENABLED=false", "REGISTRATION_ENABLED=false"),
        setting("registration-unlimited", "RATELIMIT_ENABLED=false", also: ["limits-off"]),
    ]
}
