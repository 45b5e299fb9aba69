// SPDX-License-Identifier: Apache-2.0

/// Where a value came from.
enum Origin: Sendable, Equatable, CustomStringConvertible {
    /// Nobody chose it.
    case standard
    /// A line of a `.env` file.
    case file(path: String, line: Int)
    /// An environment variable.
    case environment
    /// A file in `$CREDENTIALS_DIRECTORY`.
    case credential

    var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path), line \(line)"
        case .environment: "environment"
        case .credential: "credentials directory"
        }
    }
}

/// A value as it was found.
struct Finding: Sendable, Equatable {
    /// The name under which it was found: the setting's own or an alias.
    let name: String

    /// The value as it was written.
    let text: String

    /// Where it was found.
    let origin: Origin
}
