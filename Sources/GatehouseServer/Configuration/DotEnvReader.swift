// SPDX-License-Identifier: Apache-2.0

/// Reads the lines of a `.env` file, one character after the other.
struct DotEnvReader {
    /// What is wrong on a line.
    struct Fault: Error {
        let line: Int
        let sentence: String
    }

    private var rest: Substring.UnicodeScalarView
    private var line = 1

    init(_ text: String) {
        rest = text[...].unicodeScalars
        // Editors on Windows put a byte order mark first; it is no part of a name.
        if rest.first == "\u{FEFF}" { rest = rest.dropFirst() }
    }

    mutating func entries() throws(Fault) -> [DotEnvFile.Entry] {
        var entries: [DotEnvFile.Entry] = []
        while true {
            skip { $0.properties.isWhitespace }
            guard let next = rest.first else { return entries }
            if next == "#" { skipLine() } else { entries.append(try entry()) }
        }
    }

    private mutating func entry() throws(Fault) -> DotEnvFile.Entry {
        let line = self.line
        let name = try name()
        skip(Self.isBlank)
        guard rest.first == "=" else { throw fault("there is no = after \"\(name)\"") }
        advance()
        let isAfterBlank = rest.first.map(Self.isBlank) ?? false
        skip(Self.isBlank)
        let begin = rest.startIndex
        let value = try value(isAfterBlank)
        return DotEnvFile.Entry(name: name, value: value, line: line, range: begin..<rest.startIndex)
    }

    private mutating func name() throws(Fault) -> String {
        var word = take { !Self.endsName($0) }
        if word == "export", let next = rest.first, Self.isBlank(next) {
            skip(Self.isBlank)
            word = take { !Self.endsName($0) }
        }
        guard !word.isEmpty else { throw fault("there is no name before the =") }
        return word
    }

    private mutating func value(_ isAfterBlank: Bool) throws(Fault) -> String {
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return plainValue(isAfterBlank) }
        let value = try quotedValue(quote)
        skip(Self.isBlank)
        guard rest.first.map({ $0 == "#" || Self.endsLine($0) }) ?? true else {
            throw fault("there is more after the closing quote")
        }
        skipLine()
        return value
    }

    /// To the end of the line, or to a `#` that a blank stands before.
    private mutating func plainValue(_ isAfterBlank: Bool) -> String {
        var value = ""
        var isAfterBlank = isAfterBlank
        for scalar in take({ !Self.endsLine($0) }).unicodeScalars {
            if scalar == "#", isAfterBlank { break }
            value.unicodeScalars.append(scalar)
            isAfterBlank = Self.isBlank(scalar)
        }
        return value.trimmed
    }

    private mutating func quotedValue(_ quote: Unicode.Scalar) throws(Fault) -> String {
        let opening = line
        advance()
        var value = ""
        while let scalar = advance() {
            if scalar == quote { return value }
            guard scalar == "\\", let escaped = rest.first else {
                value.unicodeScalars.append(scalar)
                continue
            }
            if let meant = Self.meaning(of: escaped, in: quote) {
                value.unicodeScalars.append(meant)
                advance()
            } else {
                value.unicodeScalars.append(scalar)
            }
        }
        throw Fault(line: opening, sentence: "the quote \(quote) is not closed")
    }

    /// What a backslash and this character stand for; nil where the backslash stands for itself.
    private static func meaning(of escaped: Unicode.Scalar, in quote: Unicode.Scalar) -> Unicode.Scalar? {
        switch (escaped, quote) {
        case ("\\", _), ("'", _), ("\"", "\""): escaped
        case ("n", "\""): "\n"
        case ("r", "\""): "\r"
        case ("t", "\""): "\t"
        case ("a", "\""): "\u{07}"
        case ("b", "\""): "\u{08}"
        case ("v", "\""): "\u{0B}"
        case ("f", "\""): "\u{0C}"
        default: nil
        }
    }
}

extension DotEnvReader {
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private static func endsLine(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    private static func endsName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "=" || scalar == "#" || scalar.properties.isWhitespace
    }

    private func fault(_ sentence: String) -> Fault { Fault(line: line, sentence: sentence) }

    @discardableResult
    private mutating func advance() -> Unicode.Scalar? {
        guard let scalar = rest.popFirst() else { return nil }
        if scalar == "\n" { line += 1 }
        return scalar
    }

    private mutating func take(_ belongs: (Unicode.Scalar) -> Bool) -> String {
        var taken = ""
        while let next = rest.first, belongs(next) {
            taken.unicodeScalars.append(next)
            advance()
        }
        return taken
    }

    private mutating func skip(_ belongs: (Unicode.Scalar) -> Bool) {
        while let next = rest.first, belongs(next) { advance() }
    }

    private mutating func skipLine() {
        skip { !Self.endsLine($0) }
    }
}
