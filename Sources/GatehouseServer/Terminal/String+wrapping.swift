// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text in lines of at most so many columns where its words allow it, each with its end; all but the first
    /// begin with so many spaces.
    func wrapped(columns: Int, margin: Int) -> String {
        var lines: [String] = []
        let words = split(separator: " ", omittingEmptySubsequences: false)
        var line = String(words[0])
        for word in words.dropFirst() {
            if line.count + 1 + word.count > columns, line.contains(where: { $0 != " " }) {
                lines.append(line)
                line = String(repeating: " ", count: margin) + word
            } else {
                line += " " + word
            }
        }
        return (lines + [line]).joined(separator: "\n") + "\n"
    }
}
