// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Nginx {
    /// What `nginx -T` prints: the files that it has read, each once, in the order in which it came to them.
    struct Dump: Sendable {
        /// The path of the file that includes all others.
        let main: String

        private let files: [String: Substring]

        /// What stands before the first file: what nginx has to say itself.
        let messages: [String]

        /// Takes a text apart; nil where there is no file in it.
        init?(_ text: String) {
            var files: [(path: String, start: String.Index, end: String.Index)] = []
            var messages: [String] = []
            for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                if let path = Self.path(in: line) {
                    if !files.isEmpty { files[files.count - 1].end = line.startIndex }
                    let isLast = line.endIndex == text.endIndex
                    let start = isLast ? line.endIndex : text.utf8.index(after: line.endIndex)
                    files.append((path, start, text.endIndex))
                } else if files.isEmpty {
                    messages.append(String(Substring(line)).replacing("\r", with: ""))
                }
            }
            guard let first = files.first else { return nil }
            main = first.path
            self.messages = messages.filter { !$0.isEmpty }
            self.files = Dictionary(files.map { ($0.path, text[$0.start..<$0.end]) }) { first, _ in first }
        }

        private static func path(in line: Substring.UTF8View) -> String? {
            let line = Substring(line)
            let start = "# configuration file "
            guard line.hasPrefix(start + "/"), line.hasSuffix(":") else { return nil }
            return String(line.dropFirst(start.count).dropLast())
        }

        /// The folder of the main file.
        var folder: String { String(main[..<(main.lastIndex(of: "/") ?? main.startIndex)]) }
    }
}

extension Nginx.Dump {
    /// The directives of the main file, with those of other files where these are included.
    func directives() throws(Nginx.Fault) -> [Nginx.Directive] {
        try directives(of: main, within: [])
    }

    private func directives(of path: String, within outer: [String]) throws(Nginx.Fault) -> [Nginx.Directive] {
        var reader = Nginx.Reader(path: path, text: files[path] ?? "")
        return try included(in: reader.directives(), within: outer + [path])
    }

    private func included(
        in directives: [Nginx.Directive], within outer: [String]
    ) throws(Nginx.Fault) -> [Nginx.Directive] {
        var result: [Nginx.Directive] = []
        for directive in directives {
            if directive.name == "include", let pattern = directive.arguments.first {
                for path in try paths(pattern, directive.place, within: outer) {
                    result += try self.directives(of: path, within: outer)
                }
            } else {
                let block: [Nginx.Directive]? =
                    if let block = directive.block { try included(in: block, within: outer) } else { nil }
                result.append(
                    .init(name: directive.name, arguments: directive.arguments, block: block, place: directive.place))
            }
        }
        return result
    }

    /// The files that a pattern names; relative ones count from the main file's folder.
    private func paths(
        _ pattern: String, _ place: Place, within outer: [String]
    ) throws(Nginx.Fault) -> [String] {
        let pattern = pattern.hasPrefix("/") ? pattern : "\(folder)/\(pattern)"
        let paths = files.keys.filter { $0 == pattern || fnmatch(pattern, $0, FNM_PATHNAME | FNM_PERIOD) == 0 }
        guard !paths.isEmpty || pattern.contains(where: { "*?[".contains($0) }) else {
            throw .init(place: place, sentence: "the file \(pattern) is included and is not there")
        }
        if let path = paths.first(where: outer.contains) {
            throw .init(place: place, sentence: "the file \(path) includes itself")
        }
        return paths.sorted()
    }
}
