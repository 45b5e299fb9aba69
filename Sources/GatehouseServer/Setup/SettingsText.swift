// SPDX-License-Identifier: Apache-2.0

/// A `.env` file as text, in which a value changes and everything else stays.
struct SettingsText {
    private(set) var text: String

    init(_ text: String) {
        self.text = text
    }

    /// The same with that value: in the line that has the setting, else where it stands as a comment, else at the end.
    func setting(_ name: String, to value: String) -> SettingsText {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place =
            lines.lastIndex { $0.hasPrefix("\(name)=") } ?? lines.firstIndex { $0.hasPrefix("#\(name)=") }
        if let place {
            lines[place] = "\(name)=\(value)"
        } else {
            lines.insert("\(name)=\(value)", at: lines.last == "" ? lines.count - 1 : lines.count)
        }
        return SettingsText(lines.joined(separator: "\n"))
    }
}
