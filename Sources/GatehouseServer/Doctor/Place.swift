// SPDX-License-Identifier: Apache-2.0

/// A file, and a line of it where one is meant.
struct Place: Sendable, Equatable, CustomStringConvertible {
    let path: String

    /// Counted from 1.
    let line: Int?

    init(path: String, line: Int? = nil) {
        self.path = path
        self.line = line
    }

    var description: String { path + (line.map { ":\($0)" } ?? "") }
}
