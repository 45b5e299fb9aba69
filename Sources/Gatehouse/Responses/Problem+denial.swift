// SPDX-License-Identifier: Apache-2.0

import Auth

extension Problem {
    /// What a denial is in HTTP's words.
    init(_ denial: Denial) {
        self =
            switch denial {
            case .tokenRequired:
                .unauthorized("token_required", "Authorization token is required", challenge: "Bearer")
            case .tokenInvalid: .badToken("token_invalid", "Invalid token")
            case .tokenExpired: .badToken("token_expired", "Token has expired")
            case .tokenRevoked: .badToken("token_revoked", "Token has been revoked")
            case .freshTokenRequired:
                .unauthorized("fresh_token_required", "Fresh token required", challenge: "Bearer")
            case .csrfMissing: .unauthorized("csrf_missing", "Missing CSRF token", challenge: "Bearer")
            case .csrfMismatch:
                .unauthorized("csrf_mismatch", "CSRF double submit tokens do not match", challenge: "Bearer")
            case .crossSite:
                Problem(status: 403, code: "cross_site_request", sentence: "Cross-site request refused")
            case .claimsRefused:
                Problem(status: 403, code: "claims_refused", sentence: "User claims verification failed")
            case .userUnknown(let name):
                .unauthorized("user_unknown", "Error loading the user \(name)", challenge: "Bearer")
            case .invalidCredentials:
                .unauthorized("invalid_credentials", "Invalid username or password", challenge: "Bearer")
            case .passwordChanged:
                Problem(status: 409, code: "password_changed", sentence: "Password was changed by another request")
            case .insufficientPermissions:
                Problem(status: 403, code: "insufficient_permissions", sentence: "Insufficient permissions")
            case .registrationClosed:
                Problem(status: 403, code: "registration_closed", sentence: "Registration is closed")
            case .usernameTaken:
                Problem(status: 409, code: "username_taken", sentence: "Username already exists")
            case .invalid(let violation): Problem(violation)
            case .limited(let allowance): Problem(allowance)
            case .busy(let seconds): .busy(retryAfter: seconds)
            }
    }

    private static func badToken(_ code: String, _ sentence: String) -> Problem {
        .unauthorized(code, sentence, challenge: #"Bearer error="invalid_token", error_description="\#(sentence)""#)
    }

    /// RFC 6750 §3: the challenge names an error only where a token was shown.
    private static func unauthorized(_ code: String, _ sentence: String, challenge: String) -> Problem {
        Problem(status: 401, code: code, sentence: sentence, headers: ["WWW-Authenticate": challenge])
    }

    private static func busy(retryAfter seconds: Int) -> Problem {
        Problem(
            status: 503, code: "busy", sentence: "Too many logins at once, try again shortly",
            headers: ["Retry-After": String(seconds)])
    }

    private init(_ allowance: Allowance) {
        self.init(
            status: 429, code: "rate_limited", sentence: "Too many requests", headers: allowance.headers)
        headers["Retry-After"] = String(allowance.resetsIn)
    }

    private init(_ violation: Violation) {
        let sentence =
            switch violation {
            case .credentialsMissing: "Username and password are required"
            case .usernameLength: "Username must be 3-80 characters"
            case .usernameCharacters: "Username must not contain control characters"
            case .passwordTooShort: "Password must be at least 10 characters"
            case .passwordWithoutUppercase: "Password must contain an uppercase letter"
            case .passwordWithoutDigit: "Password must contain a digit"
            case .passwordTooLong: "Password must be at most 72 bytes"
            case .passwordWithNUL: "Password must not contain a NUL character"
            }
        self.init(status: 400, code: "validation_failed", sentence: sentence)
    }
}
