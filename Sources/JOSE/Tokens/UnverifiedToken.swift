// SPDX-License-Identifier: Apache-2.0

/// What the text of a token says of itself; nothing of it is checked, and nothing may be decided by it.
///
/// It is for people who want to see why a token is refused. The signature is not in it.
public struct UnverifiedToken: Sendable {
    /// The members of the header.
    public let header: [JSON.Member]

    /// The members of the payload.
    public let claims: [JSON.Member]

    /// Reads the text of a compact JWS (RFC 7515 §7.1).
    ///
    /// - Throws: ``TokenError/malformed(_:)`` where it is none, or where a part is no object of strict JSON.
    public init(_ compact: String) throws(TokenError) {
        let text = compact.utf8
        let span = text.span
        let token = try CompactJWS(span)
        header = try Part.header.members(Part.header.bytes(span.extracting(token.header)))
        claims = try Part.payload.members(Part.payload.bytes(span.extracting(token.payload)))
    }
}
