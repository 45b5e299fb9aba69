// SPDX-License-Identifier: Apache-2.0

/// Where requests come in.
enum ListeningPlace: Sendable, Equatable {
    /// A unix socket that is made at this path.
    case path(String)
    /// A socket that somebody else has opened and handed over under this number.
    case descriptor(Int32)

    /// Reads `unix:PATH` or `fd:N`.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "unix":
            self = .path(String(parts[1]))
        case "fd":
            guard let number = Int32(parts[1]), number >= 0 else { return nil }
            self = .descriptor(number)
        default: return nil
        }
    }
}

extension Notation where Value == ListeningPlace {
    /// A socket's path, or the number of one that is open.
    static let listeningPlace = Notation(allowed: "unix:PATH or fd:N") { ListeningPlace($0.trimmed) }
}
