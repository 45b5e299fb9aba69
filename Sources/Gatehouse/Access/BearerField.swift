// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// The Authorization field with the scheme Bearer (RFC 6750 §2.1).
///
/// The scheme is compared without regard to case (RFC 9110 §11.1). Some clients send a list of credentials; the one
/// that is Bearer counts, two of them are refused.
enum BearerField {
    /// The token, or nil where the field is of another scheme.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)`` where the scheme is Bearer and what follows is not one word.
    static func token(in field: String) throws(Denial) -> String? {
        if let token = plain(field) { return token }
        let credentials = field.split(separator: ",").map(words).filter(isBearer)
        guard let only = credentials.first else { return nil }
        guard credentials.count == 1, only.count == 2 else {
            throw .tokenInvalid(.malformed("the Authorization field does not hold one Bearer token"))
        }
        return String(only[1])
    }

    /// `Bearer T` and nothing else, which is what nearly every client sends.
    private static func plain(_ field: String) -> String? {
        var field = field
        return field.withUTF8 { bytes in
            guard bytes.count > scheme.count, bytes.prefix(scheme.count).elementsEqual(scheme) else { return nil }
            let token = UnsafeBufferPointer(rebasing: bytes[scheme.count...])
            for byte in token where byte == UInt8(ascii: ",") || byte <= UInt8(ascii: " ") { return nil }
            return String(decoding: token, as: UTF8.self)
        }
    }

    private static let scheme = Array("Bearer ".utf8)

    private static func words(_ credential: Substring) -> [Substring] {
        credential.split { $0 == " " || $0 == "\t" }
    }

    private static func isBearer(_ words: [Substring]) -> Bool {
        words.first?.lowercased() == "bearer"
    }
}
