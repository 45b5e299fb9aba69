// SPDX-License-Identifier: Apache-2.0

/// A `.env` file as text, in which a value changes and everything else stays.
struct SettingsText {
    private(set) var text: String

    init(_ text: String) {
        self.text = text
    }

    /// The same with that value: in the entry that counts, else where it stands as a comment, else at the end; nil
    /// where none of these says it to whoever reads the file.
    func setting(_ name: String, to value: String) -> SettingsText? {
        [inEntry, inComment, atEnd].lazy.compactMap { $0(name, value) }.map(SettingsText.init)
            .first { $0.entry(name)?.value == value }
    }

    /// Of a name that comes twice the last counts.
    private func entry(_ name: String) -> DotEnvFile.Entry? {
        (try? DotEnvFile(path: "", text: text))?.entries.last { $0.name == name }
    }

    /// What followed the former value was said of that, and goes with it.
    private func inEntry(_ name: String, _ value: String) -> String? {
        entry(name).map { replacing($0.range, with: value) }
    }

    private func inComment(_ name: String, _ value: String) -> String? {
        text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("#\(name)=") }.map { line in
            replacing(line.startIndex..<line.endIndex, with: "\(name)=\(value)")
        }
    }

    private func atEnd(_ name: String, _ value: String) -> String? {
        let isWhole = text.isEmpty || text.last?.isNewline == true
        return text + (isWhole ? "\(name)=\(value)\n" : "\n\(name)=\(value)")
    }

    private func replacing(_ range: Range<String.Index>, with words: String) -> String {
        String(text.unicodeScalars[..<range.lowerBound]) + words + String(text.unicodeScalars[range.upperBound...])
    }
}
