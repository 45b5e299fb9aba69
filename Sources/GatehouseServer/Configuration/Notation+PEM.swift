// SPDX-License-Identifier: Apache-2.0

/// Where a key in PEM is written.
enum PEMSource: Sendable, Equatable {
    /// In the value itself.
    case text(String)
    /// In the file of that path.
    case file(KeyFile)
}

extension Notation where Value == PEMSource {
    /// A key in PEM, whose lines may be written as `\n` where a value has one line, or the path of a file with it.
    static let pem = Notation(allowed: "a key in PEM, or the path of a file with one") { text in
        guard text.contains("-----BEGIN ") else { return text.utf8.contains(0) ? nil : .file(KeyFile(path: text)) }
        return .text(text.replacing(#"\n"#, with: "\n"))
    }
}
