// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// Finds the token in a request and asks the rules about it.
public struct Doorkeeper: Sendable {
    /// The rules.
    public let authority: Authority

    /// A doorkeeper who takes tokens from the Authorization field (RFC 6750 §2.1).
    public init(authority: Authority) {
        self.authority = authority
    }

    /// The token of the request.
    ///
    /// - Throws: ``Denial/tokenRequired`` where there is none.
    func token(in request: HTTPRequest) throws(Denial) -> String {
        guard let token = try tokenIfAny(in: request) else { throw .tokenRequired }
        return token
    }

    /// The token of the request, nil where none came or the field is of another scheme.
    func tokenIfAny(in request: HTTPRequest) throws(Denial) -> String? {
        guard let field = request.header("Authorization") else { return nil }
        return try BearerField.token(in: field)
    }
}
