// SPDX-License-Identifier: Apache-2.0

import Auth

/// The Cookie field (RFC 6265 §5.4), read for one name at a time.
struct CookieField {
    private let field: String

    init(_ field: String) {
        self.field = field
    }

    /// The cookie's value; nil where it did not come or is empty.
    ///
    /// Browsers send what a sibling host or another path has planted beside the right one and do not say which is
    /// which; and they match the prefix `__Host-` in any case. So the name, in whatever case, may come once.
    ///
    /// - Throws: ``Denial/tokenInvalid(_:)`` where the name comes twice, or in other letters.
    func value(of name: String) throws(Denial) -> String? {
        var found: Substring?
        for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
            let (key, value) = Self.parts(pair)
            guard Self.matches(key, name) else { continue }
            guard found == nil, key == name else {
                throw .tokenInvalid(.malformed("the cookie comes twice, or in other letters"))
            }
            found = value
        }
        return found.flatMap { $0.isEmpty ? nil : String($0) }
    }

    private static func parts(_ pair: Substring.UTF8View) -> (name: Substring, value: Substring) {
        let trimmed = trim(pair)
        guard let equals = trimmed.firstIndex(of: UInt8(ascii: "=")) else { return ("", Substring(trimmed)) }
        return (
            Substring(trim(trimmed[..<equals])), Substring(trim(trimmed[trimmed.index(after: equals)...]))
        )
    }

    private static func trim(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func matches(_ key: Substring, _ name: String) -> Bool {
        key.utf8.count == name.utf8.count && key.lowercased() == name.lowercased()
    }
}
