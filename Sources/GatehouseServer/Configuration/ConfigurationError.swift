// SPDX-License-Identifier: Apache-2.0

/// Why the configuration cannot be used: one sentence that says what is wrong, where, and what is allowed.
enum ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// A line of a `.env` file says nothing that can be understood.
    case malformedLine(path: String, line: Int, fault: String)
    /// A file that was named, or that is there, cannot be read.
    case unreadable(path: String, reason: String)
    /// A value that is not allowed; a secret one is masked already.
    case notAllowed(name: String, shown: String, origin: Origin, allowed: String)
    /// A value that there must be.
    case missing(name: String, allowed: String)
    /// Values that do not go together.
    case conflict(String)

    var description: String {
        switch self {
        case .malformedLine(let path, let line, let fault):
            "\(path), line \(line): \(fault)"
        case .unreadable(let path, let reason):
            "cannot read \(path): \(reason)"
        case .notAllowed(let name, let shown, let origin, let allowed):
            "\(name) is \"\(shown)\" (\(origin)), but it must be \(allowed)"
        case .missing(let name, let allowed):
            "\(name) is not set; it must be \(allowed)"
        case .conflict(let sentence): sentence
        }
    }
}
