// SPDX-License-Identifier: Apache-2.0

import JOSE

extension Authority {
    /// What a request has to repeat of a token that travels in a cookie; nil for a type that does not.
    ///
    /// It follows from the `jti`, which nobody can guess and which is shown to no script, so that whoever issues the
    /// same token twice issues the same value; the token's signature binds it to the session.
    func csrf(of tokenID: String, _ type: TokenType) -> String? {
        guard tokens.typesWithCSRF.contains(type) else { return nil }
        return Base64URL.encode(sha256(Array("gatehouse csrf ".utf8) + Array(tokenID.utf8)).prefix(16))
    }

    /// How long a value that a login has to repeat is good for, in seconds.
    public static var loginProofLifetime: Int64 { 3600 }

    /// A signed value that a login has to repeat, while there is no session to bind one to.
    ///
    /// It opens nothing, here or wherever else our keys are known: its audience is nobody's but ours (RFC 8725 §3.9),
    /// and its subject is too short to be a user's name.
    public func issueLoginProof() throws -> String {
        let now = clock()
        var members: [JSON.Member] = [
            .init("iat", .integer(now)), .init("jti", .string(uniqueName())), .init("type", Self.loginProofType),
            .init("sub", "-"), .init("aud", .string(Self.loginProofAudience)),
            .init("exp", .integer(now + Self.loginProofLifetime)),
        ]
        if let issuer = tokens.validation.issuers.first { members.append(.init("iss", .string(issuer))) }
        return try keys.sign(Claims(members: members))
    }

    /// Whether ``issueLoginProof()`` made the value, here or in another process, and not long ago.
    public func accepts(loginProof text: String) -> Bool {
        var validation = tokens.validation
        validation.audiences = [Self.loginProofAudience]
        guard let token = try? keys.verify(text, now: clock(), validation) else { return false }
        return token.claims["type"] == Self.loginProofType
    }

    private static let loginProofAudience = "gatehouse:login-csrf"

    private static var loginProofType: JSON { "login-csrf" }
}
