// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE

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
        guard !Self.hidesSomething(text) else { throw .usernameCharacters }
        self.text = text
        key = Self.folded(text)
    }

    /// What attempts are counted under where nobody has the name: it may be a password that was typed in the wrong
    /// place.
    public var pseudonym: String {
        "unknown:" + Base64URL.encode(sha256(key.utf8).prefix(3))
    }

    /// What a name is compared by; nil for what cannot be one.
    static func key(of name: String) -> String? {
        (try? Username(name))?.key
    }

    /// What all spellings of a name have in common (NFKC_Casefold of UAX #31, and upper case).
    ///
    /// Upper case first: it joins what lower case alone keeps apart, `ß` and `ss`, `σ` and `ς`. Compatibility joins
    /// what only looks wide, small or bold: `ａdmin` is `admin`. What is left of that may have a case again, as in
    /// `ᴬdmin`.
    private static func folded(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
        let shown = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
        return (1...2).reduce(String(String.UnicodeScalarView(shown))) { key, _ in
            key.uppercased().lowercased().precomposedStringWithCompatibilityMapping
        }
    }

    /// Whether the name holds what does not show, so that it looks like another name: control characters, line ends,
    /// marks of direction, blanks but the space, characters of no width outside an emoji, and what Unicode has not
    /// given a meaning.
    private static func hidesSomething(_ text: String) -> Bool {
        var former: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if isHidden(scalar), !joinsEmoji(scalar, after: former) { return true }
            former = scalar
        }
        return false
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        case .spaceSeparator: scalar != " "
        default: scalar.properties.isDefaultIgnorableCodePoint || blankSymbols.contains(scalar)
        }
    }

    /// The empty pattern of Braille and the null notehead: symbols by their category, and nothing to see.
    private static let blankSymbols: Set<Unicode.Scalar> = ["\u{2800}", "\u{1d159}"]

    /// The joiner and the selector of emoji (UTS #51 §1.4), where they follow one.
    private static func joinsEmoji(_ scalar: Unicode.Scalar, after former: Unicode.Scalar?) -> Bool {
        guard scalar == "\u{200d}" || scalar == "\u{fe0f}", let former else { return false }
        return former == "\u{fe0f}" || (former.properties.isEmoji && !former.isASCII)
    }
}
