// SPDX-License-Identifier: Apache-2.0

import Auth

/// Everything that an operator may choose.
///
/// Parsing, defaults, `config`, the example file and the README's table all come from here.
enum Settings {
    static let secretKey = Setting(
        "JWT_SECRET_KEY", .signingSecret, isRequired: true, unless: ["JWT_KEYS_FILE", "JWT_PRIVATE_KEY"],
        isSecret: true,
        "The secret that signs; beside a key file it only verifies.")
    static let keysFile = Setting(
        "JWT_KEYS_FILE", .path,
        "The JWK set whose keys sign and verify; `key generate` makes one.")
    static let algorithm = Setting(
        "JWT_ALGORITHM", .algorithm, default: "HS256",
        "The algorithm of the secret, or of the key pair in its place.")
    static let privateKey = Setting(
        "JWT_PRIVATE_KEY", .pem, isSecret: true,
        "The private key that signs, with an algorithm that has key pairs.")
    static let publicKey = Setting(
        "JWT_PUBLIC_KEY", .pem,
        "The public half of that key, to be sure; it need not be given.")
    static let accessLifetime = Setting(
        "JWT_ACCESS_TOKEN_EXPIRES", .seconds(1...31_536_000), default: "1800",
        "How long an access token lives, in seconds.")
    static let refreshLifetime = Setting(
        "JWT_REFRESH_TOKEN_EXPIRES", .seconds(1...315_360_000), default: "604800",
        "How long a refresh token lives, in seconds.")
    static let sessionLifetime = Setting(
        "JWT_SESSION_EXPIRES", .seconds(1...315_360_000),
        "How long a session lives at most, however often it is refreshed.")
    static let reuseGrace = Setting(
        "JWT_REFRESH_REUSE_GRACE", .seconds(0...300), default: "0",
        "For how long a spent refresh token gets the same answer again.")
    static let leeway = Setting(
        "JWT_DECODE_LEEWAY", .seconds(0...3600), default: "0",
        "By how many seconds the clocks of issuer and reader may differ.")
    static let maximumLifetime = Setting(
        "JWT_DECODE_MAX_LIFETIME", .seconds(1...315_360_000),
        "The longest life (exp less iat) that a token may claim.")
    static let issuer = Setting(
        "JWT_ENCODE_ISSUER", .text,
        "The issuer (iss) that is written into tokens.")
    static let acceptedIssuers = Setting(
        "JWT_DECODE_ISSUER", .list,
        "The issuers of which a token must name one.")
    static let audience = Setting(
        "JWT_ENCODE_AUDIENCE", .list,
        "The audience (aud) that is written into tokens.")
    static let acceptedAudiences = Setting(
        "JWT_DECODE_AUDIENCE", .list,
        "The audiences of which a token must name one.")
    static let messageKey = Setting(
        "JWT_ERROR_MESSAGE_KEY", .messageKey, default: "error",
        "The member of an error's body that holds the sentence.")
    static let database = Setting(
        "DATABASE_URL", .database, aliases: ["SQLALCHEMY_DATABASE_URI"], isRequired: true,
        "Where users and sessions are kept.")
    static let hashingMethod = Setting(
        "PASSWORD_HASH", .hashingMethod, default: "bcrypt",
        "How passwords are hashed; at a login other hashes are made anew.")
    static let hashingCost = Setting(
        "BCRYPT_LOG_ROUNDS", .number(HashingMethod.bcrypt.costs), default: "12",
        "What hashing by bcrypt costs; each step doubles it.")
    static let limitsRates = Setting(
        "RATELIMIT_ENABLED", .flag, default: "true",
        "Whether the three limits below hold.")
    static let loginLimits = Setting(
        "RATELIMIT_LOGIN", .rateLimits, default: "5 per minute",
        "How often one address may try to log in.")
    static let registerLimits = Setting(
        "RATELIMIT_REGISTER", .rateLimits, default: "3 per minute",
        "How often one address may register.")
    static let loginFailureLimits = Setting(
        "RATELIMIT_LOGIN_FAILURES", .rateLimits, default: "30 per hour",
        "How often a login under one name may fail.")
    static let opensRegistration = Setting(
        "REGISTRATION_ENABLED", .flag, default: "true",
        "Whether anybody may make an account.")
    static let auditRetention = Setting(
        "AUDIT_RETENTION_DAYS", .number(1...36_500), default: "90",
        "For how many days it is kept who did what.")
    static let maximumBody = Setting(
        "MAX_CONTENT_LENGTH", .number(1...16_777_216), default: "65536",
        "The longest body, in bytes; beyond 98304 libfcgi reads it unvetted.")
    static let listen = Setting(
        "GATEHOUSE_LISTEN", .listeningPlace,
        "The socket to listen on, where systemd passes none.")
    static let basePath = Setting(
        "GATEHOUSE_BASE_PATH", .basePath,
        "What stands before the path of every route.")
    static let logLevel = Setting(
        "LOG_LEVEL", .logLevel, default: "INFO",
        "The least level that is logged; requests are INFO.")

    /// All of them, in the order in which they are shown.
    static let all = general + ofLocations

    /// The names of those whose values are never shown.
    static var secretNames: [String] { all.filter(\.isSecret).flatMap(\.names) }

    /// Those that any host may want to choose.
    static let general: [any AnySetting] = [
        secretKey, keysFile, algorithm, privateKey, publicKey,
        accessLifetime, refreshLifetime, sessionLifetime, reuseGrace, leeway, maximumLifetime,
        issuer, acceptedIssuers, audience, acceptedAudiences, messageKey,
        database, hashingMethod, hashingCost,
        limitsRates, loginLimits, registerLimits, loginFailureLimits, opensRegistration,
        auditRetention,
        maximumBody, listen, basePath, logLevel,
    ]

    /// Those for tokens that travel elsewhere than in the Authorization field.
    static let ofLocations = ofTransport + ofCookies
}
