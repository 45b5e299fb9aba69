// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// Reads the directives of one file, by the rules of nginx's own reader (ngx_conf_read_token).
    struct Reader {
        private let path: String
        private var rest: Substring.UnicodeScalarView
        private var line = 1

        /// Blocks within blocks are few; a file of braces must not exhaust the stack.
        private static let depthLimit = 64

        init(path: String, text: Substring) {
            self.path = path
            rest = text.unicodeScalars
        }

        /// All directives of the file.
        mutating func directives() throws(Fault) -> [Directive] {
            try directives(depth: 0)
        }

        private mutating func directives(depth: Int) throws(Fault) -> [Directive] {
            guard depth <= Self.depthLimit else { throw fault("there are too many blocks within each other") }
            var directives: [Directive] = []
            while true {
                skipBlanks()
                switch rest.first {
                case nil:
                    guard depth == 0 else { throw fault("a block is not closed") }
                    return directives
                case "}":
                    guard depth > 0 else { throw fault("there is a } too many") }
                    advance()
                    return directives
                default: directives.append(try directive(depth))
                }
            }
        }

        private mutating func directive(_ depth: Int) throws(Fault) -> Directive {
            let place = Place(path: path, line: line)
            var words: [String] = []
            while true {
                skipBlanks()
                switch rest.first {
                case ";" where !words.isEmpty:
                    advance()
                    return Self.directive(words, nil, place)
                case "{" where !words.isEmpty:
                    advance()
                    return Self.directive(words, try block(of: words[0], depth + 1), place)
                case nil, ";", "{", "}": throw fault("there is a directive without an end, or an end without one")
                default: words.append(try word())
                }
            }
        }

        private static func directive(_ words: [String], _ block: [Directive]?, _ place: Place) -> Directive {
            Directive(name: words[0], arguments: Array(words.dropFirst()), block: block, place: place)
        }

        /// Programs in Lua stand in braces too; nothing of them is read.
        private mutating func block(of name: String, _ depth: Int) throws(Fault) -> [Directive] {
            guard name.hasSuffix("_by_lua_block") else { return try directives(depth: depth) }
            var open = 1
            while let scalar = advance() {
                if scalar == "{" { open += 1 }
                if scalar == "}" { open -= 1 }
                if open == 0 { return [] }
            }
            throw fault("a block is not closed")
        }
    }
}

extension Nginx.Reader {
    private mutating func word() throws(Nginx.Fault) -> String {
        if let quote = rest.first, quote == "\"" || quote == "'" { return try quotedWord(quote) }
        var word = ""
        var isAfterDollar = false
        while let next = rest.first, !Self.isBlank(next), next != ";", next != "{" || isAfterDollar {
            isAfterDollar = next == "$"
            take(into: &word)
        }
        return word
    }

    private mutating func quotedWord(_ quote: Unicode.Scalar) throws(Nginx.Fault) -> String {
        let opening = fault("the quote \(quote) is not closed")
        advance()
        var word = ""
        while let next = rest.first, next != quote { take(into: &word) }
        guard advance() == quote else { throw opening }
        guard rest.first.map({ Self.isBlank($0) || ";{)".unicodeScalars.contains($0) }) ?? true else {
            throw fault("there is more after the closing quote")
        }
        return word
    }

    /// The next character, or what a backslash makes of it; before any other a backslash stands for itself.
    private mutating func take(into word: inout String) {
        guard let scalar = advance() else { return }
        guard scalar == "\\", let escaped = advance() else { return word.unicodeScalars.append(scalar) }
        switch escaped {
        case "\"", "'", "\\": word.unicodeScalars.append(escaped)
        case "t": word += "\t"
        case "r": word += "\r"
        case "n": word += "\n"
        default:
            word.unicodeScalars.append(scalar)
            word.unicodeScalars.append(escaped)
        }
    }

    private mutating func skipBlanks() {
        while let next = rest.first {
            if next == "#" {
                while let next = rest.first, next != "\n" { advance() }
            } else if Self.isBlank(next) {
                advance()
            } else {
                return
            }
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
    }

    @discardableResult
    private mutating func advance() -> Unicode.Scalar? {
        guard let scalar = rest.popFirst() else { return nil }
        if scalar == "\n" { line += 1 }
        return scalar
    }

    private func fault(_ sentence: String) -> Nginx.Fault {
        Nginx.Fault(place: Place(path: path, line: line), sentence: sentence)
    }
}
