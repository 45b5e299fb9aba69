// SPDX-License-Identifier: Apache-2.0

/// The Cookie field (RFC 6265 §5.4), read for the names that are ours.
struct CookieField {
    private var values: [String: Substring] = [:]

    /// The cookies of these names; others are passed over.
    ///
    /// Browsers send what a sibling host or another path has planted beside the right one and do not say which is
    /// which; and they match the prefix `__Host-` in any case. So each name, in whatever case, may come once.
    ///
    /// - Throws: ``AmbiguousCookie`` where a name comes twice, or in other letters.
    init(_ field: String, names: [String]) throws(AmbiguousCookie) {
        for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
            let (key, value) = Self.parts(pair)
            guard let name = names.first(where: { Self.matches(key, $0) }) else { continue }
            guard key == name, values.updateValue(value, forKey: name) == nil else {
                throw AmbiguousCookie(name: name, spelling: String(key))
            }
        }
    }

    /// The cookie's value; nil where it did not come or is empty.
    func value(of name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : String($0) } }

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

/// A cookie of ours came twice, or under a name that a browser would take for ours.
struct AmbiguousCookie: Error, Equatable {
    /// The name that is ours.
    let name: String

    /// The name as it came.
    let spelling: String
}
