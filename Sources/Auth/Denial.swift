// SPDX-License-Identifier: Apache-2.0

import JOSE

/// Why a person is told no.
///
/// The set is closed: what is not here is a fault of ours and none of the client's business.
public enum Denial: Error, Sendable, Equatable {
    /// No token came, or a header of another scheme.
    case tokenRequired
    /// The token is malformed, of another key, type, issuer or audience, or not valid yet; the reason is for the log.
    case tokenInvalid(TokenError)
    /// The token was good until its `exp`.
    case tokenExpired
    /// The token's session has ended, or its user is disabled or gone.
    case tokenRevoked
    /// The token is good, but its owner has not shown the password of late.
    case freshTokenRequired
    /// The token came in a cookie and the request repeats nothing of it.
    case csrfMissing
    /// The token came in a cookie and what the request repeats is not what the token says.
    case csrfMismatch
    /// A browser says that a page of another origin sent the request.
    case crossSite
    /// The application does not accept what the token claims.
    case claimsRefused
    /// The application does not know the user.
    case userUnknown(String)
    /// The user is known and may not.
    case insufficientPermissions
    /// The name and the password do not go together; which of the two is wrong is not said.
    case invalidCredentials
    /// Another request was quicker to change the password.
    case passwordChanged
    /// Somebody has the name.
    case usernameTaken
    /// The operator has closed registration.
    case registrationClosed
    /// The name or the password breaks a rule.
    case invalid(Violation)
    /// A limit is used up.
    case limited(Allowance)
    /// More passwords wait to be hashed than the host can work off; worth trying again after so many seconds.
    case busy(retryAfter: Int)
}
