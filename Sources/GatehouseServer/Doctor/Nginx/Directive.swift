// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// A name, what follows it, and a block where it has one: `location /x { … }`.
    struct Directive: Sendable, Equatable {
        let name: String
        let arguments: [String]

        /// What stands in the braces; nil where a semicolon ends it.
        let block: [Directive]?

        let place: Place

        /// The directive as it might be written, without its block.
        var text: String { ([name] + arguments.map(\.quotedForNginx)).joined(separator: " ") }
    }
}

extension String {
    /// The word in quotes, where nginx would take it for something else without.
    var quotedForNginx: String {
        let isPlain = !isEmpty && !contains { " \t\r\n;{}\"'#\\".contains($0) }
        guard !isPlain else { return self }
        return "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
