// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// What a token says that this issuer has signed, however long ago it expired; nil where anything else is wrong.
    ///
    /// It opens nothing: it is there to say good-bye to whoever held it, and to tell them so.
    public func contents(ofExpired token: String) -> VerifiedToken? {
        let now = clock()
        if let valid = try? keys.verify(token, now: now, tokens.validation) { return valid }
        var validation = tokens.validation
        // Beyond every time: the token's `exp` cannot fail. A token that is not valid yet would pass as well.
        validation.leeway = .max
        guard let token = try? keys.verify(token, now: now, validation) else { return nil }
        return token.claims.expiration ?? .max <= now ? token : nil
    }
}
