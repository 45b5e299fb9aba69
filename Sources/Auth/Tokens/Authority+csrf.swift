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
    /// It is no token, here or wherever else our keys are known: not every reader minds an audience or a type, but each
    /// wants claims.
    public func issueLoginProof() throws -> String {
        try keys.sign(text: "\(Self.loginProofLabel) \(clock() + Self.loginProofLifetime) \(uniqueName())")
    }

    /// Whether ``issueLoginProof()`` made the value, here or in another process, and not long ago.
    public func accepts(loginProof text: String) -> Bool {
        guard let words = try? keys.text(of: text).split(separator: " "), words.count == 3,
            words[0] == Self.loginProofLabel, let end = NumericDate(words[1])
        else { return false }
        return clock() < end
    }

    private static let loginProofLabel = "gatehouse-login-csrf"
}
