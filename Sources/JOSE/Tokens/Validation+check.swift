// SPDX-License-Identifier: Apache-2.0

extension Validation {
    /// Returns where the claims are good at the time `now`; expiry is judged last, so that `expired` says that nothing
    /// else is wrong.
    func check(_ claims: Claims, now: NumericDate) throws(TokenError) {
        try checkNames(claims)
        let expiration = try time("exp", of: claims, isRequired: requiresExpiration)
        let issuedAt = try time("iat", of: claims, isRequired: requiresRevocable)
        let notBefore = try time("nbf", of: claims, isRequired: false)
        let latest = now.clampedAdding(max(leeway, 0)).clampedAdding(max(clockSkew, 0))
        guard issuedAt ?? .min <= latest, notBefore ?? .min <= latest else { throw .notYetValid }
        try checkLifetime(from: issuedAt, to: expiration)
        try checkIssuer(claims)
        try checkAudience(claims)
        guard expiration ?? .max > now.clampedSubtracting(max(leeway, 0)) else { throw .expired }
    }

    /// Names are texts: what is written to a log or a header must hold no control characters.
    private func checkNames(_ claims: Claims) throws(TokenError) {
        guard let subject = claims.subject, isName(subject) else { throw .claim("sub") }
        for (name, isRequired) in [("jti", requiresRevocable), ("sid", false), ("iss", false)] {
            switch claims[name] {
            case nil: if isRequired { throw .claim(name) }
            case .string(let value): guard isName(value) else { throw .claim(name) }
            default: throw .claim(name)
            }
        }
        for name in ["type", "csrf"] {
            if let value = claims[name], value.string == nil { throw .claim(name) }
        }
    }

    private func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
    }

    /// A time is a whole number, spelled as one; a reader that rounds would accept what another refuses.
    private func time(_ name: String, of claims: Claims, isRequired: Bool) throws(TokenError) -> NumericDate? {
        guard let value = claims[name] else {
            if isRequired { throw .claim(name) }
            return nil
        }
        guard let time = value.integer, NumericDate.interoperable.contains(time) else { throw .claim(name) }
        return time
    }

    private func checkLifetime(from issuedAt: NumericDate?, to expiration: NumericDate?) throws(TokenError) {
        guard let maximumLifetime else { return }
        guard let issuedAt, let expiration, expiration - issuedAt <= maximumLifetime else { throw .claim("exp") }
    }

    private func checkIssuer(_ claims: Claims) throws(TokenError) {
        guard !issuers.isEmpty else { return }
        guard let issuer = claims.issuer, issuers.contains(where: issuer.isSpelled) else { throw .issuer }
    }

    private func checkAudience(_ claims: Claims) throws(TokenError) {
        guard !audiences.isEmpty else { return }
        let audience = claims.audience
        guard audiences.contains(where: { accepted in audience.contains(where: accepted.isSpelled) }) else {
            throw .audience
        }
    }
}
