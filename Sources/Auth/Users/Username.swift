// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A name that may name a user: trimmed, in NFC, 3 to 80 code points, without control characters.
public struct Username: Sendable, Hashable {
    /// The name as it is shown and as it stands in `sub`.
    public let text: String

    /// What names are compared by: two names that differ in case alone have the same key.
    public let key: String

    /// How many code points a name may have.
    public static let length = 3...80

    /// Accepts `raw` after trimming, or says what is wrong with it.
    ///
    /// - Throws: ``Violation/usernameLength`` or ``Violation/usernameCharacters``.
    public init(_ raw: String) throws(Violation) {
        let text = raw.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard Self.length.contains(text.unicodeScalars.count) else { throw .usernameLength }
        guard !text.unicodeScalars.contains(where: Self.isHidden) else { throw .usernameCharacters }
        self.text = text
        key = Self.folded(text)
    }

    /// Upper case first: it joins what lower case alone keeps apart, `ß` and `ss`, `σ` and `ς`.
    private static func folded(_ text: String) -> String {
        text.uppercased().lowercased().precomposedStringWithCanonicalMapping
    }

    /// Control characters, line ends, and the marks that turn the direction of text: a name that holds them shows
    /// as another name.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: scalar.properties.isBidiControl
        default: false
        }
    }
}
