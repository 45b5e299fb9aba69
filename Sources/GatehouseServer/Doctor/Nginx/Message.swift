// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// A line that nginx has written, to its log or before it had one:
    /// `2026/11/27 17:12:09 [emerg] 81#81: … in /etc/nginx/nginx.conf:12` or `nginx: [emerg] … in …`.
    struct Message: Sendable, Equatable {
        /// What stands in the brackets; empty where there are none.
        let level: String

        /// What is said, without what stands around it.
        let text: String

        /// Where, if a line is named.
        let place: Place?

        init(_ line: String) {
            let (level, rest) = Self.level(of: line)
            let words = rest.split(separator: " ")
            let parts = words.last?.split(separator: ":") ?? []
            let isPlace = words.dropLast().last == "in" && parts.count == 2 && parts[0].hasPrefix("/")
            self.level = level
            place = isPlace ? Int(parts[1]).map { Place(path: String(parts[0]), line: $0) } : nil
            text = place == nil ? rest : words.dropLast(2).joined(separator: " ")
        }

        private static func level(of line: String) -> (level: String, rest: String) {
            guard
                let match = line.firstMatch(of: /^(?:nginx: |[0-9\/]+ [0-9:]+ )\[([a-z]+)\] (?:[0-9]+#[0-9]+: )?(.*)$/)
            else {
                return ("", line.hasPrefix("nginx: ") ? String(line.dropFirst(7)) : line)
            }
            return (String(match.1), String(match.2))
        }
    }
}
