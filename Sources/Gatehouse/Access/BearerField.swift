// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

/// The Authorization field with the scheme Bearer (RFC 6750 §2.1), or a field of its form with another.
///
/// The scheme is compared without regard to case (RFC 9110 §11.1). Some clients send a list of credentials; the one
/// that is of the scheme counts, two of them are refused.
enum BearerField {
    /// The token, or nil where the field is of another scheme; where `scheme` is empty the field is the bare token.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)`` where the scheme is right and what follows is not one word.
    static func token(in field: ArraySlice<UInt8>, scheme: String = "Bearer") throws(Denial) -> String? {
        if let token = plain(field, scheme) { return token }
        let field = String(decoding: field, as: UTF8.self)
        guard !scheme.isEmpty else { return try bare(field) }
        let credentials = field.split(separator: ",").map(words).filter { isOf(scheme, $0) }
        guard let only = credentials.first else { return nil }
        guard credentials.count == 1, only.count == 2 else {
            throw .tokenInvalid(.malformed("the field does not hold one token of its scheme"))
        }
        return String(only[1])
    }

    private static func bare(_ field: String) throws(Denial) -> String? {
        let words = words(field[...])
        guard let only = words.first else { return nil }
        guard words.count == 1 else { throw .tokenInvalid(.malformed("the field does not hold one bare token")) }
        return String(only)
    }

    /// `Bearer T` and nothing else, which is what nearly every client sends.
    private static func plain(_ field: ArraySlice<UInt8>, _ scheme: String) -> String? {
        guard !scheme.isEmpty, field.count > scheme.utf8.count + 1 else { return nil }
        let token = field.dropFirst(scheme.utf8.count + 1)
        guard field.starts(with: scheme.utf8), field[token.startIndex - 1] == UInt8(ascii: " ") else { return nil }
        return token.withUnsafeBufferPointer { isOneWord($0) ? String(decoding: $0, as: UTF8.self) : nil }
    }

    /// Whether there is neither a comma nor a blank.
    ///
    /// A sum without a way out of it is made of many bytes at a time.
    private static func isOneWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.reduce(0 as UInt8) { $0 | (($1 <= UInt8(ascii: " ") ? 1 : 0) | ($1 == UInt8(ascii: ",") ? 1 : 0)) } == 0
    }

    private static func words(_ credential: Substring) -> [Substring] {
        credential.split { $0 == " " || $0 == "\t" }
    }

    private static func isOf(_ scheme: String, _ words: [Substring]) -> Bool {
        words.first?.lowercased() == scheme.lowercased()
    }
}
