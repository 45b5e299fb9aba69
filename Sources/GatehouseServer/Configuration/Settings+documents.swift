// SPDX-License-Identifier: Apache-2.0

extension Settings {
    /// A `.env` file to begin with: what must be chosen is open, everything else is a comment with its default.
    static var example: String {
        all.map { setting in
            let comment = "# \(setting.purpose)\n# \(setting.allowed.sentence)\n"
            let assignment = "\(setting.name)=\(setting.standard ?? "")"
            return comment + (setting.isRequired ? "" : "#") + assignment + "\n"
        }.joined(separator: "\n")
    }

    /// The two tables that stand in documents.
    static var tables: String { markdown(general) + "\n" + markdown(ofLocations) }

    /// A table of settings, as it stands in the README and in the documentation.
    static func markdown(_ settings: [any AnySetting]) -> String {
        let head = "| Variable | Default | Allowed | What it is for |\n|---|---|---|---|\n"
        return head
            + settings.map { setting in
                let names = setting.names.map { "`\($0)`" }.joined(separator: " or ")
                let demand = "*required*" + setting.substitutes.map { ", or `\($0)`" }.joined()
                let standard = setting.standard.map { "`\($0)`" } ?? (setting.isRequired ? demand : "none")
                let cells = [names, standard, setting.allowed, setting.purpose]
                return "| " + cells.map(\.cell).joined(separator: " | ") + " |\n"
            }.joined()
    }
}

extension String {
    fileprivate var sentence: String {
        prefix(1).uppercased() + dropFirst() + "."
    }

    /// The text with nothing in it that ends a cell of a Markdown table.
    fileprivate var cell: String {
        split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
