// SPDX-License-Identifier: Apache-2.0

/// How the values of a setting are written, and what of it is allowed.
struct Notation<Value: Sendable>: Sendable {
    /// What is allowed, in words that complete "it must be".
    let allowed: String

    /// The value that a text stands for; nil where it stands for none.
    let read: @Sendable (String) -> Value?
}

extension Notation where Value == String {
    /// Any text.
    static let text = Notation(allowed: "text") { $0 }

    /// The path of a file.
    static let path = Notation(allowed: "the path of a file") { $0.utf8.contains(0) ? nil : $0 }
}

extension Notation where Value == [String] {
    /// A list whose elements are separated by commas, with or without spaces around them.
    static let list = Notation(allowed: "a list with commas") { text in
        let elements = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        return elements.contains("") ? nil : elements
    }
}

extension Notation where Value == Bool {
    /// Yes or no in the words that environment variables use.
    static let flag = Notation(allowed: "true or false") { text in
        switch text.trimmed.lowercased() {
        case "true", "1", "yes", "on": true
        case "false", "0", "no", "off": false
        default: nil
        }
    }
}

extension Notation where Value == Int64 {
    /// So many seconds.
    static func seconds(_ range: ClosedRange<Int64>) -> Notation {
        Notation(allowed: "seconds, from \(range.lowerBound) to \(range.upperBound)") { wholeNumber($0, range) }
    }
}

extension Notation where Value == Int {
    /// A whole number of that range.
    static func number(_ range: ClosedRange<Int>) -> Notation {
        Notation(allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") { wholeNumber($0, range) }
    }
}

extension Notation {
    /// One of a few words, whatever their case.
    static func word(_ choices: KeyValuePairs<String, Value>) -> Notation {
        let words = choices.map(\.key)
        return Notation(allowed: "one of \(words.joined(separator: ", "))") { text in
            let word = text.trimmed.lowercased()
            return choices.first { $0.key.lowercased() == word }?.value
        }
    }
}

extension String {
    /// The text without the spaces and tabs around it.
    var trimmed: String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        var rest = self[...].drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }
}

/// `Int64(_: String)` takes a sign before the digits; so does this, and nothing else.
private func wholeNumber<Number: FixedWidthInteger>(_ text: String, _ range: ClosedRange<Number>) -> Number? {
    guard let number = Number(text.trimmed), range.contains(number) else { return nil }
    return number
}
